/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * packet: what the datapath knows of one packet. Offers `struct packet`, the tests on addresses, and `packet_read` for the
 * bytes. It is filled by packet_parse (parse.h), which is the only reader of packet bytes.
 */
#pragma once

#include <stdbool.h>

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
	PACKET_PASS = 2,    /* ARP, neighbour discovery: not judged */
	PACKET_OPENS = 4,   /* SYN without ACK, echo request: never an answer */
	PACKET_RELATED = 8, /* an ICMP error: the tuple is that of the packet it quotes, as if that were answered */
	PACKET_ROUTER = 16, /* an ICMP error that somebody on the way sent, not the quoted packet's destination */
	PACKET_FIRST = 32,  /* first fragment */
	PACKET_LATER = 64,  /* later fragment: has no transport header */
};

struct packet {
	struct address source;
	struct address destination;
	__be16 source_port;
	__be16 destination_port;
	__u8 protocol;
	__u8 tcp_flags;
	__u8 hop_limit;
	__u8 flags;
	__u32 offset; /* of the transport header */
	__u32 fragment_id;
};

/* Copies bytes of the packet, wherever the kernel keeps them. False: the packet is shorter. */
static __always_inline bool packet_read(struct __sk_buff *skb, __u32 offset, void *to, __u32 size)
{
	return bpf_skb_load_bytes(skb, offset, to, size) == 0;
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
