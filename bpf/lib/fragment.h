/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * fragment: only the first fragment of a datagram has ports. Offers fragment_remember for the first one and fragment_recall for
 * the later ones. A later fragment that comes before the first is dropped and counted; its sender repeats the datagram. One that
 * overlaps the first could rewrite what was judged: it is malformed (RFC 1858, RFC 5722).
 */
#pragma once

#include "packet.h"

/* Datagrams under way at once; each entry is needed for milliseconds. */
#define FRAGMENT_ENTRIES 8192

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FRAGMENT_ENTRIES);
	__type(key, struct fragment_key);
	__type(value, struct fragment_ports);
} fragment_map SEC(".maps");

/* IPv6 names a datagram without the protocol (RFC 8200, 4.5), and its later fragments may tell another one. */
static __always_inline struct fragment_key fragment_key_of(const struct packet *packet)
{
	return (struct fragment_key){
		.source = packet->source,
		.destination = packet->destination,
		.id = packet->fragment_id,
		.protocol = packet->flags & PACKET_IPV6 ? 0 : packet->protocol,
	};
}

static __noinline int fragment_remember(const struct packet *packet)
{
	struct fragment_key key = fragment_key_of(packet);
	struct fragment_ports ports = {
		.source_port = packet->source_port,
		.destination_port = packet->destination_port,
		.edge = packet->fragment_edge,
		.protocol = packet->protocol,
	};

	/* Should this fail, the later fragments are dropped as unknown. */
	return bpf_map_update_elem(&fragment_map, &key, &ports, BPF_ANY);
}

static __noinline int fragment_recall(struct packet *packet)
{
	struct fragment_key key = fragment_key_of(packet);
	const struct fragment_ports *ports = bpf_map_lookup_elem(&fragment_map, &key);

	if (!ports)
		return DROP_REASON_FRAGMENT_UNKNOWN;
	if (packet->fragment_edge < ports->edge)
		return DROP_REASON_MALFORMED;
	packet->source_port = ports->source_port;
	packet->destination_port = ports->destination_port;
	packet->protocol = ports->protocol;
	return DROP_REASON_NONE;
}
