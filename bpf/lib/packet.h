/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * packet: what the datapath knows of one packet. Offers `struct packet`, the tests on addresses, and `packet_read` for the
 * bytes. It is filled by packet_parse (parse.h), which is the only reader of packet bytes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "vmlinux.h"
#include "abi.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#define ETHERNET_SIZE 14

enum ethertype {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_ARP = 0x0806,
	ETHERTYPE_IPV6 = 0x86dd,
};

enum protocol {
	PROTOCOL_ICMP = 1,
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17,
	PROTOCOL_ICMPV6 = 58,
	PROTOCOL_SCTP = 132,
};

enum tcp_flag {
	TCP_FIN = 1,
	TCP_SYN = 2,
	TCP_RST = 4,
	TCP_ACK = 16,
};

enum packet_flag {
	PACKET_IPV6 = 1,
	PACKET_PASS = 2,     /* ARP, neighbour discovery: not judged */
	PACKET_OPENS = 4,    /* SYN without ACK, echo request: never an answer */
	PACKET_RELATED = 8,  /* an ICMP error: the tuple is that of the packet it quotes, as if that were answered */
	PACKET_ROUTER = 16,  /* an ICMP error that somebody on the way sent, not the quoted packet's destination */
	PACKET_FIRST = 32,   /* first fragment */
	PACKET_LATER = 64,   /* later fragment: has no transport header */
	PACKET_QUOTED = 128, /* quoted by an ICMP error, which need not quote all of it */
};

struct packet {
	struct address source;
	struct address destination;
	__be16 source_port;
	__be16 destination_port;
	__u8 protocol;
	__u8 tcp_flags; /* the chunk that ends an SCTP association counts as RST */
	__u8 hop_limit;
	__u8 flags;
	__u32 offset; /* of the transport header */
	__u32 end;    /* as the network header says; what follows is padding */
	__u32 fragment_id;
	__u32 fragment_edge; /* the byte of the datagram where a first fragment ends, a later one begins */
};

/* Copies bytes of the frame, wherever the kernel keeps them. False: it is shorter. */
static __always_inline bool packet_read(struct __sk_buff *skb, __u32 offset, void *to, __u32 size)
{
	return bpf_skb_load_bytes(skb, offset, to, size) == 0;
}

/* How much of the packet is left at packet->offset. */
static __always_inline __u32 packet_rest(const struct packet *packet)
{
	return packet->offset < packet->end ? packet->end - packet->offset : 0;
}

/* Copies the header at packet->offset. False: the packet ends before it. */
static __always_inline bool packet_header(struct __sk_buff *skb, const struct packet *packet, void *to, __u32 size)
{
	return packet->offset + size <= packet->end && packet_read(skb, packet->offset, to, size);
}

/* TCP or SCTP that does not open: a connection that this node has not seen opening, or has forgotten. */
static __always_inline bool packet_is_midway(const struct packet *packet)
{
	return (packet->protocol == PROTOCOL_TCP || packet->protocol == PROTOCOL_SCTP) &&
	       !(packet->flags & PACKET_OPENS);
}

/* TCP behind the handshake, from either end. Never a later fragment, whose flags nobody knows. */
static __always_inline bool packet_may_answer(const struct packet *packet)
{
	return packet->protocol == PROTOCOL_TCP && packet->tcp_flags && !(packet->tcp_flags & TCP_SYN);
}

static __always_inline struct address address_of_ipv4(__be32 ipv4)
{
	return (struct address){0, bpf_cpu_to_be64(0xffff00000000ULL | bpf_ntohl(ipv4))};
}

static __always_inline bool address_equal(const struct address *one, const struct address *other)
{
	return one->high == other->high && one->low == other->low;
}

/* memcmp order. */
static __always_inline bool address_above(const struct address *one, const struct address *other)
{
	if (one->high != other->high)
		return bpf_be64_to_cpu(one->high) > bpf_be64_to_cpu(other->high);
	return bpf_be64_to_cpu(one->low) > bpf_be64_to_cpu(other->low);
}

static __always_inline bool address_is_link_local(const struct address *address)
{
	return bpf_be64_to_cpu(address->high) >> 54 == 0xfe80 >> 6;
}

/* Multicast of either family, and the limited broadcast of IPv4. */
static __always_inline bool address_is_multicast(const struct address *address)
{
	__u64 high = bpf_be64_to_cpu(address->high);
	__u64 low = bpf_be64_to_cpu(address->low);

	if (high >> 56 == 0xff)
		return true;
	if (high != 0 || low >> 32 != 0xffff)
		return false;
	return (low >> 28 & 0xf) == 0xe || (__u32)low == 0xffffffff;
}
