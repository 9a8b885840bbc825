/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * parse: from bytes to `struct packet`. Offers packet_parse. Whatever it cannot read has a drop reason; nothing it fills is
 * believed after one.
 */
#pragma once

#include "fragment.h"
#include "icmp.h"

struct tcp_header {
	__be16 source_port;
	__be16 destination_port;
	__be32 sequence;
	__be32 acknowledgement;
	__u8 offset;
	__u8 flags;
	__be16 window;
	__sum16 checksum;
	__be16 urgent;
};

struct ports {
	__be16 source;
	__be16 destination;
	__be32 rest; /* UDP: length, checksum; SCTP: tag. A header has at least this much */
};

static __always_inline enum drop_reason tcp_parse(struct __sk_buff *skb, struct packet *packet)
{
	struct tcp_header header;

	if (!packet_read(skb, packet->offset, &header, sizeof(header)))
		return DROP_REASON_MALFORMED;
	packet->source_port = header.source_port;
	packet->destination_port = header.destination_port;
	packet->tcp_flags = header.flags;
	if ((header.flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
		packet->flags |= PACKET_OPENS;
	return DROP_REASON_NONE;
}

static __always_inline enum drop_reason ports_parse(struct __sk_buff *skb, struct packet *packet)
{
	struct ports ports;

	if (!packet_read(skb, packet->offset, &ports, sizeof(ports)))
		return DROP_REASON_MALFORMED;
	packet->source_port = ports.source;
	packet->destination_port = ports.destination;
	return DROP_REASON_NONE;
}

/* Other protocols have no ports: they are judged with port 0. */
static __always_inline enum drop_reason transport_parse(struct __sk_buff *skb, struct packet *packet)
{
	if (packet->protocol == PROTOCOL_TCP)
		return tcp_parse(skb, packet);
	if (packet->protocol == PROTOCOL_UDP || packet->protocol == PROTOCOL_SCTP)
		return ports_parse(skb, packet);
	if (packet->protocol == (packet->flags & PACKET_IPV6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP))
		return icmp_parse(skb, packet);
	return DROP_REASON_NONE;
}

/* Fills a zeroed packet. */
static __always_inline enum drop_reason packet_parse(struct __sk_buff *skb, struct packet *packet)
{
	__u16 ethertype = bpf_ntohs(skb->protocol);

	if (ethertype == ETHERTYPE_ARP) {
		packet->flags = PACKET_PASS;
		return DROP_REASON_NONE;
	}
	if ((ethertype != ETHERTYPE_IPV4 && ethertype != ETHERTYPE_IPV6) || skb->vlan_present)
		return DROP_REASON_UNKNOWN_ETHERTYPE;
	enum drop_reason reason = ip_parse(skb, packet, ETHERNET_SIZE, ethertype);
	if (reason)
		return reason;
	if (packet->flags & PACKET_LATER)
		return fragment_recall(packet);
	reason = transport_parse(skb, packet);
	if (reason == DROP_REASON_NONE && packet->flags & PACKET_FIRST)
		fragment_remember(packet);
	return reason;
}
