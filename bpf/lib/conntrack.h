/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * conntrack: which connections are live, who opened them and what was judged. Offers conntrack_find, conntrack_insert and
 * conntrack_touch, and judgement_read, judgement_write and judgement_passes for the halves.
 *
 * Packets of one connection run on several CPUs at once, and no lock is taken. What can then happen: two first packets insert
 * twice, and the later entry stays, judged by the same policy; `flags` only gain bits, atomically; last_seen_ns is any of
 * the times; a judgement cannot mix two revisions (abi.h). An entry may be evicted while it is used: the pointer stays
 * readable, the next packet is judged as a new connection. None of these opens what policy closes.
 */
#pragma once

#include "packet.h"

/* 38 MB. The daemon may choose another size before load. */
#define CONNTRACK_ENTRIES 262144

#define SECOND                        1000000000LL
#define CONNTRACK_ESTABLISHED_TIMEOUT (8000 * SECOND) /* longer than the two hours of TCP keep-alive; SCTP */
#define CONNTRACK_CLOSING_TIMEOUT     (10 * SECOND)
#define CONNTRACK_TIMEOUT             (60 * SECOND) /* handshake, every other protocol */
#define CONNTRACK_TOUCH_INTERVAL      (1 * SECOND) /* so that the packets of a busy connection share a clean cache line */

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, CONNTRACK_ENTRIES);
	__type(key, struct conntrack_key);
	__type(value, struct conntrack_entry);
} conntrack_map SEC(".maps");

/* One end at least has nothing more to say. */
#define CONNTRACK_ENDING (CONNTRACK_CLOSING | CONNTRACK_FIN_INITIATOR | CONNTRACK_FIN_RESPONDER)

/* The connection of one packet. */
struct connection {
	struct conntrack_key key;
	struct conntrack_entry *entry; /* NULL: a new one */
	__u64 now;
	__u32 initiator_is_high; /* 0 or CONNTRACK_INITIATOR_IS_HIGH */
	__u32 from_initiator;    /* the packet goes the way of the first one */
};

static __always_inline bool packet_source_is_high(const struct packet *packet)
{
	if (address_equal(&packet->source, &packet->destination))
		return bpf_ntohs(packet->source_port) > bpf_ntohs(packet->destination_port);
	return address_above(&packet->source, &packet->destination);
}

static __always_inline void conntrack_key_of(const struct packet *packet, bool source_is_high,
					     struct conntrack_key *key)
{
	key->low = source_is_high ? packet->destination : packet->source;
	key->high = source_is_high ? packet->source : packet->destination;
	key->low_port = source_is_high ? packet->destination_port : packet->source_port;
	key->high_port = source_is_high ? packet->source_port : packet->destination_port;
	key->protocol = packet->protocol;
	__builtin_memset(key->pad, 0, sizeof(key->pad));
}

static __always_inline __s64 conntrack_timeout(const struct packet *packet, __u32 flags)
{
	if (packet->protocol != PROTOCOL_TCP && packet->protocol != PROTOCOL_SCTP)
		return CONNTRACK_TIMEOUT;
	if (flags & CONNTRACK_CLOSING)
		return CONNTRACK_CLOSING_TIMEOUT;
	return flags & CONNTRACK_REPLIED ? CONNTRACK_ESTABLISHED_TIMEOUT : CONNTRACK_TIMEOUT;
}

/* Whether `packet` belongs to this entry, or is the first of a new connection that has the same addresses and ports. */
static __always_inline bool conntrack_is_live(const struct conntrack_entry *entry, const struct packet *packet,
					      const struct connection *connection)
{
	/* Signed: another CPU's clock may be ahead of ours. */
	if ((__s64)(connection->now - entry->last_seen_ns) > conntrack_timeout(packet, entry->flags))
		return false;
	/* Nobody opens what an end has closed: the ports are used again, though TIME_WAIT or a lost FIN was in the way. */
	if (packet->flags & PACKET_OPENS && !(packet->flags & PACKET_RELATED))
		return connection->from_initiator && !(entry->flags & CONNTRACK_ENDING);
	return true;
}

static __always_inline void conntrack_find(const struct packet *packet, struct connection *connection)
{
	bool source_is_high = packet_source_is_high(packet);

	conntrack_key_of(packet, source_is_high, &connection->key);
	connection->now = bpf_ktime_get_coarse_ns();
	connection->entry = bpf_map_lookup_elem(&conntrack_map, &connection->key);
	if (connection->entry) {
		connection->initiator_is_high = connection->entry->flags & CONNTRACK_INITIATOR_IS_HIGH;
		connection->from_initiator = source_is_high == !!connection->initiator_is_high;
		if (conntrack_is_live(connection->entry, packet, connection))
			return;
		connection->entry = NULL;
	}
	connection->initiator_is_high = source_is_high ? CONNTRACK_INITIATOR_IS_HIGH : 0;
	connection->from_initiator = 1;
}

/* False: no room. The caller must not let the packet pass, or the answer would be judged as a connection of its own. */
static __always_inline bool conntrack_insert(const struct connection *connection, struct conntrack_entry *entry)
{
	entry->last_seen_ns = connection->now;
	entry->flags |= connection->initiator_is_high;
	return bpf_map_update_elem(&conntrack_map, &connection->key, entry, BPF_ANY) == 0;
}

static __always_inline __u32 conntrack_flags_after(const struct packet *packet, __u32 flags, bool from_initiator)
{
	if (!from_initiator)
		flags |= CONNTRACK_REPLIED;
	if (packet->tcp_flags & TCP_FIN)
		flags |= from_initiator ? CONNTRACK_FIN_INITIATOR : CONNTRACK_FIN_RESPONDER;
	if (packet->tcp_flags & TCP_RST || (flags & CONNTRACK_FIN_INITIATOR && flags & CONNTRACK_FIN_RESPONDER))
		flags |= CONNTRACK_CLOSING;
	return flags;
}

/* After a packet of a live connection. Denied packets too keep their entry alive: it is what cuts the other direction. */
static __always_inline void conntrack_touch(const struct packet *packet, const struct connection *connection,
					    bool passes)
{
	struct conntrack_entry *entry = connection->entry;

	if (packet->flags & PACKET_RELATED)
		return;
	if ((__s64)(connection->now - entry->last_seen_ns) > CONNTRACK_TOUCH_INTERVAL)
		entry->last_seen_ns = connection->now;
	if (!passes)
		return;
	__u32 flags = conntrack_flags_after(packet, entry->flags, connection->from_initiator);
	if (flags != entry->flags)
		__sync_fetch_and_or(&entry->flags, flags);
}

/* Two words, each with the revision it belongs to; see struct judgement. */
union judgement_words {
	struct judgement judgement;
	__u64 words[2];
};

static __always_inline struct judgement judgement_read(const struct judgement *from)
{
	union judgement_words to;

	to.words[0] = ((const volatile union judgement_words *)from)->words[0];
	to.words[1] = ((const volatile union judgement_words *)from)->words[1];
	return to.judgement;
}

static __always_inline void judgement_write(struct judgement *to, const struct judgement *judgement)
{
	union judgement_words from = {.judgement = *judgement};

	((volatile union judgement_words *)to)->words[0] = from.words[0];
	((volatile union judgement_words *)to)->words[1] = from.words[1];
}

static __always_inline bool judgement_passes(const struct judgement *judgement)
{
	return judgement->verdict == VERDICT_ALLOWED || judgement->verdict == VERDICT_WOULD_DENY;
}

static __always_inline bool judgement_is_current(const struct judgement *judgement, __u32 revision)
{
	return judgement->revision == revision && judgement->cookie_revision == revision;
}
