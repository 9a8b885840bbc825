/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * policy: may this pod have this connection? Offers policy_judge. The other end's identity gives a peer class, the protocol and
 * the responder's port a port class, and the pair a cookie or nothing. Whatever is missing is denied, or, where all policies that
 * isolate are in shadow, would be.
 */
#pragma once

#include "endpoint.h"
#include "identity.h"

/* A subject is a distinct set of policies: at most one per pod of the node, and in a change the old ones beside the new ones. */
#define SUBJECT_ENTRIES 16384
/* Identities that differ from a subject's default, over all subjects of the node; twice 100,000, old and new side by side. */
#define PEER_CLASS_ENTRIES 524288
/* Prefixes of ports, of which a range needs at most 30, over all subjects of the node. */
#define PORT_CLASS_ENTRIES 524288
/* Pairs of classes that are admitted, over all subjects of the node; the same. */
#define VERDICT_ENTRIES 524288

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, SUBJECT_ENTRIES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u32);
	__type(value, struct subject_entry);
} subject_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PEER_CLASS_ENTRIES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct peer_class_key);
	__type(value, __u32);
} peer_class_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, PORT_CLASS_ENTRIES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct port_class_key);
	__type(value, __u32);
} port_class_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VERDICT_ENTRIES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct verdict_key);
	__type(value, __u32);
} verdict_map SEC(".maps");

struct policy_question {
	struct address other; /* the end of the connection that is not the pod judged */
	__u32 direction;
	__be16 port; /* the responder's */
	__u8 protocol;
	__u8 pad;
};

struct policy_answer {
	__u32 verdict;
	__u32 cookie;
};

static __always_inline __u32 peer_class_of(const struct endpoint_entry *endpoint,
					   const struct subject_defaults *defaults,
					   const struct policy_question *question)
{
	struct peer_class_key key = {
		.subject = endpoint->subject,
		.direction = question->direction,
		.identity = identity_of(endpoint->identity_table, &question->other),
	};
	const __u32 *peer_class = bpf_map_lookup_elem(&peer_class_map, &key);

	if (peer_class)
		return *peer_class;
	return identity_is_pod(key.identity) ? defaults->default_pod_class : defaults->default_outside_class;
}

static __always_inline __u32 port_class_of(__u32 subject, const struct policy_question *question)
{
	struct port_class_key key = {
		.prefixlen = 8 * (sizeof(key) - sizeof(key.prefixlen)),
		.subject = subject,
		.direction = question->direction,
		.protocol = question->protocol,
		.port = question->port,
	};
	const __u32 *port_class = bpf_map_lookup_elem(&port_class_map, &key);

	return port_class ? *port_class : 0;
}

/* The cookie of those who admit it; 0: nobody does. */
static __always_inline __u32 policy_admission(const struct endpoint_entry *endpoint,
					      const struct subject_defaults *defaults,
					      const struct policy_question *question)
{
	struct verdict_key key = {
		.subject = endpoint->subject,
		.direction = question->direction,
		.peer_class = peer_class_of(endpoint, defaults, question),
		.port_class = port_class_of(endpoint->subject, question),
	};
	if (!key.peer_class || !key.port_class)
		return 0;
	const __u32 *cookie = bpf_map_lookup_elem(&verdict_map, &key);
	return cookie ? *cookie : 0;
}

/*
 * Policies add up, so those in shadow can deny only where nothing that is enforced isolates: there, and nowhere else, the side's
 * tables are theirs. What they admit is as allowed as everything else there, and no policy admitted it.
 */
static __noinline int policy_judge(const struct endpoint_entry *endpoint, const struct policy_question *question,
				   struct policy_answer *answer)
{
	const struct subject_entry *subject = bpf_map_lookup_elem(&subject_map, &endpoint->subject);

	*answer = (struct policy_answer){VERDICT_DENIED, 0};
	if (!subject)
		return 0;
	const struct subject_defaults *defaults = question->direction == DIRECTION_INGRESS
							  ? &subject->side[DIRECTION_INGRESS]
							  : &subject->side[DIRECTION_EGRESS];
	if (defaults->isolation_mode == ISOLATION_NONE) {
		answer->verdict = VERDICT_ALLOWED;
		return 0;
	}
	bool shadow = defaults->isolation_mode == ISOLATION_SHADOW;
	__u32 admission = policy_admission(endpoint, defaults, question);
	if (admission)
		*answer = (struct policy_answer){VERDICT_ALLOWED, shadow ? 0 : admission};
	else
		*answer = (struct policy_answer){shadow ? VERDICT_WOULD_DENY : VERDICT_DENIED,
						 defaults->isolation_cookie};
	return 0;
}
