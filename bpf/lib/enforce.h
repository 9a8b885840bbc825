/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * enforce: the judgement of one packet by the pods of this node that it concerns. Offers enforcement_begin, enforcement_judge for
 * each local end, and enforcement_end, which says whether the packet may pass and leaves its connection in conntrack.
 */
#pragma once

#include "verdict.h"

/* One packet on its way through one hook. */
struct enforcement {
	struct packet packet;
	struct connection connection;
	struct conntrack_entry fresh; /* of a new connection; nobody sees it before all ends have allowed it */
	struct judgement denied;      /* of the end that does not let it pass */
	__u32 denied_half;
	__u32 would_deny; /* bits by half: of those that are newly judged so, which is told if the packet passes */
	__u32 length;
};

/* Finds the connection. A drop reason: the packet quotes no live one. */
static __always_inline enum drop_reason enforcement_begin(struct enforcement *enforcement)
{
	conntrack_find(&enforcement->packet, &enforcement->connection);
	if (enforcement->packet.flags & PACKET_RELATED && !enforcement->connection.entry)
		return DROP_REASON_ICMP_UNRELATED;
	return DROP_REASON_NONE;
}

static __always_inline bool enforcement_has_flag(const struct enforcement *enforcement, __u32 flag)
{
	return enforcement->connection.entry && enforcement->connection.entry->flags & flag;
}

/* The half that the sender of this packet answers for: the initiator's is egress. */
static __always_inline __u32 enforcement_sender_half(const struct enforcement *enforcement)
{
	return enforcement->connection.from_initiator ? DIRECTION_EGRESS : DIRECTION_INGRESS;
}

static __always_inline __u32 enforcement_receiver_half(const struct enforcement *enforcement)
{
	return enforcement->connection.from_initiator ? DIRECTION_INGRESS : DIRECTION_EGRESS;
}

/* Asks the policy of `endpoint`, whose half of the connection is `half`. */
static __always_inline struct judgement enforcement_ask(const struct enforcement *enforcement,
							const struct endpoint_entry *endpoint, __u32 half)
{
	const struct packet *packet = &enforcement->packet;
	bool from_initiator = enforcement->connection.from_initiator;
	bool other_is_source = (half == DIRECTION_INGRESS) == from_initiator;
	struct policy_answer answer;
	struct policy_question question = {
		.other = other_is_source ? packet->source : packet->destination,
		.direction = half,
		.port = from_initiator ? packet->destination_port : packet->source_port,
		.protocol = packet->protocol,
	};

	policy_judge(endpoint, &question, &answer);
	return (struct judgement){
		.revision = endpoint->revision,
		.verdict = answer.verdict,
		.cookie_revision = endpoint->revision,
		.cookie = answer.cookie,
	};
}

/*
 * Whether a judgement of an older revision still stands, because the cluster keeps established connections. Not for what opens,
 * and not when the address has come to another pod since.
 */
static __always_inline bool enforcement_keeps(const struct packet *packet, const struct endpoint_entry *endpoint,
					      const struct judgement *judgement)
{
	const struct settings *settings = settings_get();

	if (!settings || !settings->keep_established || packet->flags & PACKET_OPENS)
		return false;
	return judgement_is_current(judgement, judgement->revision) &&
	       (__s32)(judgement->revision - endpoint->since) >= 0;
}

/* A half that is not judged yet, or was judged under another revision. */
static __noinline int enforcement_rejudge(struct enforcement *enforcement, const struct endpoint_entry *endpoint,
					  __u32 half, struct judgement *judgement)
{
	struct conntrack_entry *entry = enforcement->connection.entry;
	bool was_allowed = judgement->revision && judgement_passes(judgement);
	__u32 told = judgement->verdict == VERDICT_WOULD_DENY ? judgement->cookie : 0;

	if (was_allowed && enforcement_keeps(&enforcement->packet, endpoint, judgement))
		return 0;
	*judgement = enforcement_ask(enforcement, endpoint, half);
	if (judgement->verdict == VERDICT_WOULD_DENY && judgement->cookie != told)
		enforcement->would_deny |= 1 << half;
	if (!entry) {
		if (half == DIRECTION_INGRESS)
			enforcement->fresh.judgement[DIRECTION_INGRESS] = *judgement;
		else
			enforcement->fresh.judgement[DIRECTION_EGRESS] = *judgement;
		return 0;
	}
	judgement_write(half == DIRECTION_INGRESS ? &entry->judgement[DIRECTION_INGRESS]
						  : &entry->judgement[DIRECTION_EGRESS],
			judgement);
	if (judgement_passes(judgement) && !was_allowed)
		verdict_allowed(&enforcement->packet, &enforcement->connection, judgement, half);
	return 0;
}

/* Whether the pod with this row, whose half of the connection is `half`, lets the packet pass. */
static __always_inline bool enforcement_judge(struct enforcement *enforcement, const struct endpoint_entry *endpoint,
					      __u32 half)
{
	const struct conntrack_entry *entry = enforcement->connection.entry;
	struct judgement judgement = {};

	if (entry) {
		if (entry->flags & CONNTRACK_FROM_NODE)
			return true;
		judgement = judgement_read(half == DIRECTION_INGRESS ? &entry->judgement[DIRECTION_INGRESS]
								     : &entry->judgement[DIRECTION_EGRESS]);
	}
	if (!judgement_is_current(&judgement, endpoint->revision))
		enforcement_rejudge(enforcement, endpoint, half, &judgement);
	if (judgement_passes(&judgement))
		return true;
	enforcement->denied = judgement;
	enforcement->denied_half = half;
	return false;
}

/* What a pod sends: itself and, where Weir delivers it (else NULL), its neighbour. */
static __always_inline bool enforcement_judge_ends(struct enforcement *enforcement, const struct endpoint_entry *source,
						   const struct endpoint_entry *neighbour)
{
	return enforcement_judge(enforcement, source, enforcement_sender_half(enforcement)) &&
	       (!neighbour || enforcement_judge(enforcement, neighbour, enforcement_receiver_half(enforcement)));
}

static __always_inline void enforcement_turn(struct enforcement *enforcement)
{
	enforcement->connection.from_initiator ^= 1;
	enforcement->connection.initiator_is_high ^= CONNTRACK_INITIATOR_IS_HIGH;
}

/*
 * A packet from the middle of a connection that this node has forgotten may be the responder's, whose egress policy need not admit
 * it. So that a full table closes nothing, a pod may go on answering whom its own ingress policy admits. The other way round,
 * towards a pod, nothing is taken for an answer: who wants to reach it could say so of every packet.
 */
static __noinline int enforcement_judge_as_answer(struct enforcement *enforcement, const struct endpoint_entry *source)
{
	struct judgement denied = enforcement->denied;

	enforcement_turn(enforcement);
	if (enforcement_judge(enforcement, source, DIRECTION_INGRESS))
		return 1;
	enforcement_turn(enforcement);
	enforcement->denied = denied;
	enforcement->denied_half = DIRECTION_EGRESS;
	return 0;
}

/* A new connection that every local end allows. */
static __noinline int enforcement_open(struct enforcement *enforcement)
{
	const struct judgement *ingress = &enforcement->fresh.judgement[DIRECTION_INGRESS];
	const struct judgement *egress = &enforcement->fresh.judgement[DIRECTION_EGRESS];

	if (!conntrack_insert(&enforcement->connection, &enforcement->fresh))
		return DROP_REASON_CONNTRACK_FULL;
	if (egress->revision)
		verdict_allowed(&enforcement->packet, &enforcement->connection, egress, DIRECTION_EGRESS);
	if (ingress->revision)
		verdict_allowed(&enforcement->packet, &enforcement->connection, ingress, DIRECTION_INGRESS);
	return DROP_REASON_NONE;
}

/* Tells that policies in shadow would have this half deny the connection: once when it opens, and once for each other cookie. */
static __noinline int enforcement_tell_would_deny(struct enforcement *enforcement, __u32 half)
{
	struct conntrack_entry *entry = enforcement->connection.entry;
	struct judgement judgement;

	if (half == DIRECTION_INGRESS)
		judgement = entry ? judgement_read(&entry->judgement[DIRECTION_INGRESS])
				  : enforcement->fresh.judgement[DIRECTION_INGRESS];
	else
		judgement = entry ? judgement_read(&entry->judgement[DIRECTION_EGRESS])
				  : enforcement->fresh.judgement[DIRECTION_EGRESS];
	if (judgement.verdict == VERDICT_WOULD_DENY) /* another CPU may have judged the entry anew */
		verdict_denied(&enforcement->packet, &enforcement->connection, &judgement, half, 0);
	return 0;
}

/* What becomes of a packet that every end allows. */
static __always_inline enum drop_reason enforcement_pass(struct enforcement *enforcement, __u32 flags)
{
	if (!enforcement->connection.entry) {
		enforcement->fresh.flags =
			conntrack_flags_after(&enforcement->packet, flags, enforcement->connection.from_initiator);
		enum drop_reason reason = enforcement_open(enforcement);
		if (reason)
			return reason;
	}
	if (enforcement->would_deny & 1 << DIRECTION_EGRESS)
		enforcement_tell_would_deny(enforcement, DIRECTION_EGRESS);
	if (enforcement->would_deny & 1 << DIRECTION_INGRESS)
		enforcement_tell_would_deny(enforcement, DIRECTION_INGRESS);
	return DROP_REASON_NONE;
}

/* `flags` are those of a new connection's entry. */
static __always_inline enum drop_reason enforcement_end(struct enforcement *enforcement, bool passes, __u32 flags)
{
	if (enforcement->connection.entry) {
		conntrack_touch(&enforcement->packet, &enforcement->connection, passes);
	}
	if (!passes) {
		verdict_denied(&enforcement->packet, &enforcement->connection, &enforcement->denied,
			       enforcement->denied_half, enforcement->length);
		return DROP_REASON_POLICY;
	}
	return enforcement_pass(enforcement, flags);
}
