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

#define IP_LENGTH_MAX                                                                                                  \
	0xffff /* more than the field can say: a jumbogram, or a packet that the kernel has not cut up yet */

/*
 * Sets where the packet ends. `total` is the length that its header says, 0 where that cannot be said; `begin` is the header's
 * offset. False: it says more than there is.
 */
static __always_inline bool ip_set_end(struct packet *packet, __u32 begin, __u32 total)
{
	__u32 present = packet->end - begin;

	if (!total && present > IP_LENGTH_MAX)
		return true;
	if (total > present)
		return packet->flags & PACKET_QUOTED;
	packet->end = begin + total;
	return true;
}

/* Fragments but the last are multiples of eight bytes, and none reaches beyond the greatest datagram. */
static __always_inline bool ip_fragment(struct packet *packet, __u32 begin, bool more)
{
	__u32 rest = packet_rest(packet);

	if (begin)
		packet->flags |= PACKET_LATER;
	else if (more)
		packet->flags |= PACKET_FIRST;
	else
		return true;
	packet->fragment_edge = begin ? begin : rest;
	if (packet->flags & PACKET_QUOTED)
		return true;
	return rest && !(more && rest % 8) && begin + rest <= IP_LENGTH_MAX;
}

enum ipv4_option {
	OPTION_END = 0,
	OPTION_NOTHING = 1,
	OPTION_LOOSE_SOURCE_ROUTE = 131,
	OPTION_STRICT_SOURCE_ROUTE = 137,
};

#define IPV4_OPTIONS_SIZE 40

/* `at` is behind the last option read, `end` behind the last one there is. */
static __noinline int ipv4_walk_options(struct __sk_buff *skb, __u32 at, __u32 end)
{
	struct {
		__u8 type;
		__u8 length;
	} option;

	for (int i = 0; i < IPV4_OPTIONS_SIZE && at < end; i++) {
		if (!packet_read(skb, at, &option, sizeof(option)))
			return DROP_REASON_MALFORMED;
		if (option.type == OPTION_END)
			return DROP_REASON_NONE;
		if (option.type == OPTION_LOOSE_SOURCE_ROUTE || option.type == OPTION_STRICT_SOURCE_ROUTE)
			return DROP_REASON_SOURCE_ROUTE;
		if (option.type != OPTION_NOTHING && option.length < sizeof(option))
			return DROP_REASON_MALFORMED;
		at += option.type == OPTION_NOTHING ? 1 : option.length;
	}
	return at > end ? DROP_REASON_MALFORMED : DROP_REASON_NONE;
}

static __always_inline enum drop_reason ipv4_parse(struct __sk_buff *skb, struct packet *packet, __u32 offset)
{
	struct iphdr header;

	if (!packet_read(skb, offset, &header, sizeof(header)))
		return DROP_REASON_MALFORMED;
	__u32 size = (header.version_ihl & 0xf) * 4;
	if (header.version_ihl >> 4 != 4 || size < IPV4_SIZE || !ip_set_end(packet, offset, bpf_ntohs(header.tot_len)))
		return DROP_REASON_MALFORMED;
	packet->offset = offset + size;
	if (packet->offset > packet->end)
		return DROP_REASON_MALFORMED;
	packet->source = address_of_ipv4(header.saddr);
	packet->destination = address_of_ipv4(header.daddr);
	packet->protocol = header.protocol;
	packet->hop_limit = header.ttl;
	packet->fragment_id = header.id;
	__u16 fragment = bpf_ntohs(header.frag_off);
	if (!ip_fragment(packet, (fragment & IPV4_FRAGMENT_OFFSET) * 8, fragment & IPV4_MORE_FRAGMENTS))
		return DROP_REASON_MALFORMED;
	if (size > IPV4_SIZE)
		return ipv4_walk_options(skb, offset + IPV4_SIZE, packet->offset);
	return DROP_REASON_NONE;
}

static __always_inline bool ipv6_is_extension(__u8 next)
{
	return next == EXTENSION_HOP_BY_HOP || next == EXTENSION_ROUTING || next == EXTENSION_FRAGMENT ||
	       next == EXTENSION_AUTHENTICATION || next == EXTENSION_DESTINATION;
}

/* Bytes 0, 1: next header and length of every extension; the rest differs. */
struct ipv6_extension_header {
	__u8 next;
	__u8 length;
	union {
		__be16 fragment; /* offset and flag */
		struct {
			__u8 routing_type;
			__u8 segments_left;
		};
	};
	__be32 fragment_id;
};

static __always_inline __u32 ipv6_extension_size(__u8 extension, const struct ipv6_extension_header *header)
{
	if (extension == EXTENSION_FRAGMENT)
		return sizeof(*header);
	return extension == EXTENSION_AUTHENTICATION ? (header->length + 2) * 4 : (header->length + 1) * 8;
}

/* One extension header further. */
static __always_inline enum drop_reason ipv6_step(struct packet *packet, const struct ipv6_extension_header *header)
{
	__u8 extension = packet->protocol;

	packet->offset += ipv6_extension_size(extension, header);
	packet->protocol = header->next;
	if (packet->offset > packet->end)
		return DROP_REASON_MALFORMED;
	/* It would go on to another destination than the one that is judged (RFC 5095). */
	if (extension == EXTENSION_ROUTING && header->segments_left)
		return DROP_REASON_SOURCE_ROUTE;
	if (extension != EXTENSION_FRAGMENT)
		return DROP_REASON_NONE;
	__u16 fragment = bpf_ntohs(header->fragment);
	packet->fragment_id = header->fragment_id;
	return ip_fragment(packet, fragment & IPV6_FRAGMENT_OFFSET, fragment & IPV6_MORE_FRAGMENTS)
		       ? DROP_REASON_NONE
		       : DROP_REASON_MALFORMED;
}

static __noinline int ipv6_walk(struct __sk_buff *skb, struct packet *packet)
{
	struct ipv6_extension_header header;

	for (int i = 0; i < IPV6_EXTENSIONS; i++) {
		if (!packet_header(skb, packet, &header, sizeof(header)))
			return DROP_REASON_MALFORMED;
		enum drop_reason reason = ipv6_step(packet, &header);
		if (reason)
			return reason;
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
	packet->offset = offset + IPV6_SIZE;
	if (bpf_ntohl(header.version_class_flow) >> 28 != 6 ||
	    !ip_set_end(packet, packet->offset, bpf_ntohs(header.payload_len)))
		return DROP_REASON_MALFORMED;
	packet->source = (struct address){header.saddr[0], header.saddr[1]};
	packet->destination = (struct address){header.daddr[0], header.daddr[1]};
	packet->protocol = header.nexthdr;
	packet->hop_limit = header.hop_limit;
	packet->flags |= PACKET_IPV6;
	if (ipv6_is_extension(header.nexthdr))
		return ipv6_walk(skb, packet);
	return DROP_REASON_NONE;
}

/* Fills a packet that is zeroed but for its end, which is that of the bytes there are, and PACKET_QUOTED. */
static __always_inline enum drop_reason ip_parse(struct __sk_buff *skb, struct packet *packet, __u32 offset,
						 __u16 ethertype)
{
	if (ethertype == ETHERTYPE_IPV4)
		return ipv4_parse(skb, packet, offset);
	return ipv6_parse(skb, packet, offset);
}
