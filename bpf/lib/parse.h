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

struct udp_header {
	__be16 source_port;
	__be16 destination_port;
	__be16 length;
	__sum16 checksum;
};

struct sctp_header {
	__be16 source_port;
	__be16 destination_port;
	__be32 tag;
	__be32 checksum;
	__u8 chunk_type; /* of the first chunk; INIT, ABORT and SHUTDOWN COMPLETE are always alone */
	__u8 chunk_flags;
	__be16 chunk_length;
};

enum sctp_chunk {
	SCTP_INIT = 1,
	SCTP_ABORT = 6,
	SCTP_SHUTDOWN_COMPLETE = 14,
	SCTP_CHUNK_SIZE = 4, /* at least */
};

#define TCP_SIZE 20
#define UDP_SIZE 8

/* One bit for each combination of FIN, SYN, RST and ACK that a TCP sends: no other means the same to everybody. */
#define TCP_FLAGS_VALID                                                                                                \
	(1 << TCP_SYN | 1 << (TCP_SYN | TCP_ACK) | 1 << TCP_ACK | 1 << (TCP_FIN | TCP_ACK) | 1 << TCP_RST |            \
	 1 << (TCP_RST | TCP_ACK))

static __always_inline bool tcp_is_sound(const struct packet *packet, const struct tcp_header *header)
{
	__u32 size = (header->offset >> 4) * 4;
	__u32 flags = header->flags & (TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK);

	return size >= TCP_SIZE && size <= packet_rest(packet) && TCP_FLAGS_VALID >> flags & 1;
}

static __always_inline enum drop_reason tcp_parse(struct __sk_buff *skb, struct packet *packet)
{
	struct tcp_header header;

	if (!packet_header(skb, packet, &header, sizeof(header)) || !tcp_is_sound(packet, &header))
		return DROP_REASON_MALFORMED;
	packet->source_port = header.source_port;
	packet->destination_port = header.destination_port;
	packet->tcp_flags = header.flags;
	if ((header.flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
		packet->flags |= PACKET_OPENS;
	return DROP_REASON_NONE;
}

/* A length within the packet, but for a first fragment, which does not have all of it. */
static __always_inline bool length_is_sound(const struct packet *packet, __u32 begin, __u32 length)
{
	return packet->flags & PACKET_FIRST || begin + length <= packet_rest(packet);
}

static __always_inline enum drop_reason udp_parse(struct __sk_buff *skb, struct packet *packet)
{
	struct udp_header header;

	if (!packet_header(skb, packet, &header, sizeof(header)))
		return DROP_REASON_MALFORMED;
	__u16 length = bpf_ntohs(header.length);
	bool is_jumbo = !length && packet_rest(packet) > IP_LENGTH_MAX;
	if ((length < UDP_SIZE && !is_jumbo) || !length_is_sound(packet, 0, length))
		return DROP_REASON_MALFORMED;
	packet->source_port = header.source_port;
	packet->destination_port = header.destination_port;
	return DROP_REASON_NONE;
}

static __always_inline enum drop_reason sctp_parse(struct __sk_buff *skb, struct packet *packet)
{
	struct sctp_header header;

	if (!packet_header(skb, packet, &header, sizeof(header)))
		return DROP_REASON_MALFORMED;
	__u16 length = bpf_ntohs(header.chunk_length);
	if (length < SCTP_CHUNK_SIZE || !length_is_sound(packet, sizeof(header) - SCTP_CHUNK_SIZE, length))
		return DROP_REASON_MALFORMED;
	packet->source_port = header.source_port;
	packet->destination_port = header.destination_port;
	if (header.chunk_type == SCTP_INIT)
		packet->flags |= PACKET_OPENS;
	if (header.chunk_type == SCTP_ABORT || header.chunk_type == SCTP_SHUTDOWN_COMPLETE)
		packet->tcp_flags = TCP_RST;
	return DROP_REASON_NONE;
}

/* Other protocols have no ports: they are judged with port 0. */
static __always_inline enum drop_reason transport_parse(struct __sk_buff *skb, struct packet *packet)
{
	if (packet->protocol == PROTOCOL_TCP)
		return tcp_parse(skb, packet);
	if (packet->protocol == PROTOCOL_UDP)
		return udp_parse(skb, packet);
	if (packet->protocol == PROTOCOL_SCTP)
		return sctp_parse(skb, packet);
	if (packet->protocol == (packet->flags & PACKET_IPV6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP))
		return icmp_parse(skb, packet);
	return DROP_REASON_NONE;
}

/* Fills a zeroed packet. */
static __always_inline enum drop_reason packet_parse(struct __sk_buff *skb, struct packet *packet)
{
	__u16 ethertype = bpf_ntohs(skb->protocol);

	if (skb->vlan_present) /* another network than the one that is judged */
		return DROP_REASON_UNKNOWN_ETHERTYPE;
	if (ethertype == ETHERTYPE_ARP) {
		packet->flags = PACKET_PASS;
		return DROP_REASON_NONE;
	}
	if (ethertype != ETHERTYPE_IPV4 && ethertype != ETHERTYPE_IPV6)
		return DROP_REASON_UNKNOWN_ETHERTYPE;
	packet->end = skb->len;
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
