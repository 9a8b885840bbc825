/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * ip: the network headers. Offers ip_parse, which fills addresses, protocol, fragment and the transport header's offset from an
 * IPv4 header with options or an IPv6 header with extension headers, at any offset: a packet's own or one quoted by ICMP.
 */
#pragma once

#include "packet.h"

#define IPV4_SIZE            20
#define IPV4_MORE_FRAGMENTS  0x2000
#define IPV4_FRAGMENT_OFFSET 0x1fff
#define IPV6_SIZE            40
#define IPV6_FRAGMENT_OFFSET 0xfff8
#define IPV6_MORE_FRAGMENTS  1

/* Real packets have two or three; each one walked costs instructions for every packet that has none. */
#define IPV6_EXTENSIONS 6

enum ipv6_extension {
	EXTENSION_HOP_BY_HOP = 0,
	EXTENSION_ROUTING = 43,
	EXTENSION_FRAGMENT = 44,
	EXTENSION_AUTHENTICATION = 51,
	EXTENSION_DESTINATION = 60,
};

static __always_inline enum drop_reason ipv4_parse(struct __sk_buff *skb, struct packet *packet, __u32 offset)
{
	struct iphdr header;

	if (!packet_read(skb, offset, &header, sizeof(header)))
		return DROP_REASON_MALFORMED;
	__u32 size = (header.version_ihl & 0xf) * 4;
	if (header.version_ihl >> 4 != 4 || size < IPV4_SIZE)
		return DROP_REASON_MALFORMED;
	packet->source = address_of_ipv4(header.saddr);
	packet->destination = address_of_ipv4(header.daddr);
	packet->protocol = header.protocol;
	packet->hop_limit = header.ttl;
	packet->offset = offset + size;
	packet->fragment_id = header.id;
	__u16 fragment = bpf_ntohs(header.frag_off);
	if (fragment & IPV4_FRAGMENT_OFFSET)
		packet->flags |= PACKET_LATER;
	else if (fragment & IPV4_MORE_FRAGMENTS)
		packet->flags |= PACKET_FIRST;
	/* A second fragment that begins inside the first one's TCP header could rewrite what was judged (RFC 3128). */
	if ((fragment & IPV4_FRAGMENT_OFFSET) == 1 && header.protocol == PROTOCOL_TCP)
		return DROP_REASON_MALFORMED;
	return DROP_REASON_NONE;
}

static __always_inline bool ipv6_is_extension(__u8 next)
{
	return next == EXTENSION_HOP_BY_HOP || next == EXTENSION_ROUTING || next == EXTENSION_FRAGMENT ||
	       next == EXTENSION_AUTHENTICATION || next == EXTENSION_DESTINATION;
}

/* Bytes 0, 1: next header and length of every extension; fragment: 2, 3 offset and flag, 4 to 7 identification. */
struct ipv6_extension_header {
	__u8 next;
	__u8 length;
	__be16 fragment;
	__be32 fragment_id;
};

/* One extension header further. */
static __always_inline void ipv6_step(struct packet *packet, const struct ipv6_extension_header *header)
{
	__u32 size = (header->length + 1) * 8;

	if (packet->protocol == EXTENSION_AUTHENTICATION)
		size = (header->length + 2) * 4;
	if (packet->protocol == EXTENSION_FRAGMENT) {
		__u16 fragment = bpf_ntohs(header->fragment);

		size = sizeof(*header);
		packet->fragment_id = header->fragment_id;
		if (fragment & IPV6_FRAGMENT_OFFSET)
			packet->flags |= PACKET_LATER;
		else if (fragment & IPV6_MORE_FRAGMENTS)
			packet->flags |= PACKET_FIRST;
	}
	packet->offset += size;
	packet->protocol = header->next;
}

static __noinline int ipv6_walk(struct __sk_buff *skb, struct packet *packet)
{
	struct ipv6_extension_header header;

	for (int i = 0; i < IPV6_EXTENSIONS; i++) {
		if (!packet_read(skb, packet->offset, &header, sizeof(header)))
			return DROP_REASON_MALFORMED;
		ipv6_step(packet, &header);
		/* What follows the header of a later fragment is data, whatever `next` calls it. */
		if (packet->flags & PACKET_LATER || !ipv6_is_extension(packet->protocol))
			return DROP_REASON_NONE;
	}
	return DROP_REASON_EXTENSION_HEADERS;
}

static __always_inline enum drop_reason ipv6_parse(struct __sk_buff *skb, struct packet *packet, __u32 offset)
{
	struct ipv6hdr header;

	if (!packet_read(skb, offset, &header, sizeof(header)))
		return DROP_REASON_MALFORMED;
	if (bpf_ntohl(header.version_class_flow) >> 28 != 6)
		return DROP_REASON_MALFORMED;
	packet->source = (struct address){header.saddr[0], header.saddr[1]};
	packet->destination = (struct address){header.daddr[0], header.daddr[1]};
	packet->protocol = header.nexthdr;
	packet->hop_limit = header.hop_limit;
	packet->offset = offset + IPV6_SIZE;
	packet->flags |= PACKET_IPV6;
	if (ipv6_is_extension(header.nexthdr))
		return ipv6_walk(skb, packet);
	return DROP_REASON_NONE;
}

/* Fills a zeroed packet. */
static __always_inline enum drop_reason ip_parse(struct __sk_buff *skb, struct packet *packet, __u32 offset,
						 __u16 ethertype)
{
	if (ethertype == ETHERTYPE_IPV4)
		return ipv4_parse(skb, packet, offset);
	return ipv6_parse(skb, packet, offset);
}
