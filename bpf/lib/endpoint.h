/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * endpoint: the pods of this node. Offers endpoint_find, which copies the row of an address: a row is one state of policy, and
 * reading it twice could give two.
 */
#pragma once

#include "packet.h"

/* Kubernetes plans for 110 pods a node, large nodes take 500; two addresses each, and room for pods that come and go. */
#define ENDPOINT_ENTRIES 4096

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ENDPOINT_ENTRIES);
	__type(key, struct address);
	__type(value, struct endpoint_entry);
} endpoint_map SEC(".maps");

static __always_inline bool endpoint_find(const struct address *address, struct endpoint_entry *endpoint)
{
	const struct endpoint_entry *row = bpf_map_lookup_elem(&endpoint_map, address);

	if (!row)
		return false;
	*endpoint = *row;
	return true;
}
