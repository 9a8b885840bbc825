/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * icmp: what the types mean to policy. Offers icmp_parse. Echo gets ports (identifier, 0); neighbour discovery passes; an error
 * takes the tuple of the packet that it quotes, so that it shares the fate of that connection; redirects and router
 * advertisements come from the node or from nobody; the rest has no ports.
 */
#pragma once

#include "ip.h"

enum icmp_type {
	ICMP_ECHO_REPLY = 0,
	ICMP_UNREACHABLE = 3,
	ICMP_REDIRECT = 5,
	ICMP_ECHO = 8,
	ICMP_TIME_EXCEEDED = 11,
	ICMP_PARAMETER_PROBLEM = 12,
};

enum icmpv6_type {
	ICMPV6_UNREACHABLE = 1,
	ICMPV6_TOO_BIG = 2,
	ICMPV6_TIME_EXCEEDED = 3,
	ICMPV6_PARAMETER_PROBLEM = 4,
	ICMPV6_ECHO = 128,
	ICMPV6_ECHO_REPLY = 129,
	ICMPV6_ROUTER_SOLICITATION = 133,
	ICMPV6_ROUTER_ADVERTISEMENT = 134,
	ICMPV6_NEIGHBOUR_SOLICITATION = 135,
	ICMPV6_NEIGHBOUR_ADVERTISEMENT = 136,
	ICMPV6_REDIRECT = 137,
};

struct icmp_header {
	__u8 type;
	__u8 code;
	__sum16 checksum;
	__be16 id; /* echo */
	__be16 sequence;
};

static __always_inline bool icmp_is_error(const struct packet *packet, __u8 type)
{
	if (packet->flags & PACKET_IPV6)
		return type >= ICMPV6_UNREACHABLE && type <= ICMPV6_PARAMETER_PROBLEM;
	return type == ICMP_UNREACHABLE || type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETER_PROBLEM;
}

/* What a host believes of the router on its link. Every packet's router is the node, whose own packets always pass. */
static __always_inline bool icmp_is_routers(const struct packet *packet, __u8 type)
{
	if (packet->flags & PACKET_IPV6)
		return type == ICMPV6_ROUTER_ADVERTISEMENT || type == ICMPV6_REDIRECT;
	return type == ICMP_REDIRECT;
}

/* Routers never forward a hop limit of 255, and no pod may reach beyond its link with it (RFC 4861, 7.1; RFC 6980). */
static __always_inline bool icmp_is_neighbour_discovery(const struct packet *packet, const struct icmp_header *header)
{
	if (!(packet->flags & PACKET_IPV6) || packet->flags & PACKET_FIRST || packet->hop_limit != 255 || header->code)
		return false;
	if (header->type != ICMPV6_ROUTER_SOLICITATION && header->type != ICMPV6_NEIGHBOUR_SOLICITATION &&
	    header->type != ICMPV6_NEIGHBOUR_ADVERTISEMENT)
		return false;
	return address_is_link_local(&packet->source) || address_is_link_local(&packet->destination) ||
	       address_is_multicast(&packet->destination);
}

static __always_inline void icmp_echo(struct packet *packet, const struct icmp_header *header)
{
	bool v6 = packet->flags & PACKET_IPV6;

	if (header->type == (v6 ? ICMPV6_ECHO : ICMP_ECHO)) {
		packet->source_port = header->id;
		packet->flags |= PACKET_OPENS;
	} else if (header->type == (v6 ? ICMPV6_ECHO_REPLY : ICMP_ECHO_REPLY)) {
		packet->destination_port = header->id;
	}
}

/* The quoted packet has at least eight bytes behind its IP header. */
static __always_inline bool icmp_read_quoted_ports(struct __sk_buff *skb, struct packet *quoted)
{
	struct icmp_header start;

	if (quoted->flags & PACKET_LATER || !packet_header(skb, quoted, &start, sizeof(start)))
		return false;
	if (quoted->protocol == (quoted->flags & PACKET_IPV6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP)) {
		icmp_echo(quoted, &start);
		return !icmp_is_error(quoted, start.type); /* nobody answers an error with an error (RFC 1122, 3.2.2) */
	}
	if (quoted->protocol != PROTOCOL_TCP && quoted->protocol != PROTOCOL_UDP && quoted->protocol != PROTOCOL_SCTP)
		return true;
	__builtin_memcpy(&quoted->source_port, &start, sizeof(__be16));
	__builtin_memcpy(&quoted->destination_port, (void *)&start + sizeof(__be16), sizeof(__be16));
	return true;
}

/* An error goes back to who sent the quoted packet: it is like an answer to that. */
static __noinline int icmp_parse_error(struct __sk_buff *skb, struct packet *packet)
{
	struct packet quoted = {.end = packet->end, .flags = PACKET_QUOTED};
	__u16 ethertype = packet->flags & PACKET_IPV6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4;

	if (ip_parse(skb, &quoted, packet->offset + sizeof(struct icmp_header), ethertype))
		return DROP_REASON_ICMP_UNRELATED;
	if (!address_equal(&quoted.source, &packet->destination) || !icmp_read_quoted_ports(skb, &quoted))
		return DROP_REASON_ICMP_UNRELATED;
	if (!address_equal(&quoted.destination, &packet->source))
		packet->flags |= PACKET_ROUTER;
	packet->flags |= PACKET_RELATED;
	packet->source = quoted.destination;
	packet->source_port = quoted.destination_port;
	packet->destination_port = quoted.source_port;
	packet->protocol = quoted.protocol;
	return DROP_REASON_NONE;
}

static __noinline int icmp_parse(struct __sk_buff *skb, struct packet *packet)
{
	struct icmp_header header;

	if (!packet_header(skb, packet, &header, sizeof(header)))
		return DROP_REASON_MALFORMED;
	if (icmp_is_error(packet, header.type))
		return icmp_parse_error(skb, packet);
	if (icmp_is_routers(packet, header.type))
		return DROP_REASON_ROUTER;
	if (icmp_is_neighbour_discovery(packet, &header))
		packet->flags |= PACKET_PASS;
	else
		icmp_echo(packet, &header);
	return DROP_REASON_NONE;
}
