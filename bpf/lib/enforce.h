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

/* A half that is not judged yet, or was judged under another revision. */
static __noinline int enforcement_rejudge(struct enforcement *enforcement, const struct endpoint_entry *endpoint,
					  __u32 half, struct judgement *judgement)
{
	struct conntrack_entry *entry = enforcement->connection.entry;
	bool was_allowed = judgement->revision && judgement->verdict == VERDICT_ALLOWED;

	*judgement = enforcement_ask(enforcement, endpoint, half);
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
	if (judgement->verdict == VERDICT_ALLOWED && !was_allowed)
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
	if (judgement.verdict == VERDICT_ALLOWED)
		return true;
	verdict_denied(&enforcement->packet, &enforcement->connection, &judgement, half, enforcement->length);
	return false;
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

/* `flags` are those of a new connection's entry. */
static __always_inline enum drop_reason enforcement_end(struct enforcement *enforcement, bool passes, __u32 flags)
{
	if (enforcement->connection.entry) {
		conntrack_touch(&enforcement->packet, &enforcement->connection, passes);
		return passes ? DROP_REASON_NONE : DROP_REASON_POLICY;
	}
	if (!passes)
		return DROP_REASON_POLICY;
	enforcement->fresh.flags = flags;
	return enforcement_open(enforcement);
}
