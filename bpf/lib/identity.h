/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * identity: a number for all addresses that no selector and no ipBlock tells apart. Offers identity_of, identity_is_pod and identity_is_node. There
 * are two tables in one map, so that identities and subjects can change in one step; an endpoint names the one it is judged by.
 */
#pragma once

#include "packet.h"

/* Two tables of 100,000 pods and 30,000 ranges. */
#define IDENTITY_ENTRIES 262144

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, IDENTITY_ENTRIES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct identity_key);
	__type(value, __u32);
} identity_map SEC(".maps");

static __always_inline __u32 identity_of(__u32 table, const struct address *address)
{
	struct identity_key key = {
		.prefixlen = 8 * (sizeof(key.table) + sizeof(key.address)),
		.table = table,
		.address = *address,
	};
	const __u32 *identity = bpf_map_lookup_elem(&identity_map, &key);

	return identity ? *identity : IDENTITY_NONE;
}

static __always_inline bool identity_is_pod(__u32 identity)
{
	return identity >> IDENTITY_KIND_SHIFT == IDENTITY_KIND_POD;
}

static __always_inline bool identity_is_node(__u32 identity)
{
	return identity >> IDENTITY_KIND_SHIFT == IDENTITY_KIND_NODE;
}
