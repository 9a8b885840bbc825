/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * verdict: what becomes of a packet, counted and recorded. Offers verdict_drop for every packet that is not delivered,
 * verdict_allowed for a connection that is newly allowed, verdict_denied for a packet that policy denies or would deny and
 * verdict_spoofed for one whose source is not its sender's.
 */
#pragma once

#include "conntrack.h"
#include "policy.h"

/* Cookies in force and those that live connections still carry; a cookie that admits or isolates has one verdict. */
#define COUNTER_ENTRIES 65536
/* Pairs of addresses that talked within a minute or so, until the daemon forgets them. */
#define PAIR_ENTRIES 65536
/* Distinct (source, destination, port) denied within a second or two, until the daemon drains them. */
#define DENIAL_ENTRIES 65536
/* Interfaces whose pods lie within a second or two. */
#define SPOOF_ENTRIES 4096
/* 16,384 events: 300 ms at 50,000 new connections a second. */
#define EVENT_BYTES (1 << 20)

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct settings);
} settings_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, DROP_REASONS);
	__type(key, __u32);
	__type(value, __u64);
} drop_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, LOSSES);
	__type(key, __u32);
	__type(value, __u64);
} loss_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, COUNTER_ENTRIES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct counter_key);
	__type(value, __u64);
} counter_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, PAIR_ENTRIES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct pair_key);
	__type(value, __u64);
} pair_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, DENIAL_ENTRIES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct denial_key);
	__type(value, struct denial);
} denial_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, SPOOF_ENTRIES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct spoof_key);
	__type(value, struct spoof);
} spoof_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, EVENT_BYTES);
} events SEC(".maps");

static __always_inline int verdict_drop(__u32 reason)
{
	__u64 *packets = bpf_map_lookup_elem(&drop_map, &reason);

	if (packets)
		(*packets)++;
	return TC_ACT_SHOT;
}

static __always_inline void verdict_lost(__u32 loss)
{
	__u64 *lost = bpf_map_lookup_elem(&loss_map, &loss);

	if (lost)
		(*lost)++;
}

/* False: no room. */
static __always_inline bool count_one(void *map, const void *key)
{
	__u64 *count = bpf_map_lookup_elem(map, key);
	__u64 one = 1;

	if (!count) {
		if (bpf_map_update_elem(map, key, &one, BPF_NOEXIST) == 0)
			return true;
		/* Another CPU was faster, or the map is full. */
		count = bpf_map_lookup_elem(map, key);
	}
	if (!count)
		return false;
	(*count)++;
	return true;
}

static __always_inline void verdict_count(__u32 cookie, __u8 direction, __u8 verdict)
{
	struct counter_key key = {.cookie = cookie, .direction = direction, .verdict = verdict};

	if (!count_one(&counter_map, &key))
		verdict_lost(LOSS_COUNTER_MAP_FULL);
}

/* Between whom, for what no record will tell. Should there be no room, counter_map has it all the same. */
static __noinline int verdict_count_pair(const struct packet *packet, const struct connection *connection,
					 __u32 direction, __u32 verdict)
{
	bool from_initiator = connection->from_initiator;
	struct pair_key key = {
		.source = from_initiator ? packet->source : packet->destination,
		.destination = from_initiator ? packet->destination : packet->source,
		.direction = direction,
		.verdict = verdict,
	};

	count_one(&pair_map, &key);
	return 0;
}

static __always_inline const struct settings *settings_get(void)
{
	__u32 first = 0;

	return bpf_map_lookup_elem(&settings_map, &first);
}

/* A connection that the half `direction` newly allows. */
static __noinline int verdict_allowed(const struct packet *packet, const struct connection *connection,
				      const struct judgement *judgement, __u32 direction)
{
	const struct settings *settings = settings_get();
	bool from_initiator = connection->from_initiator;
	/* Policies in shadow have not allowed it, nor has any other. */
	__u32 cookie = judgement->verdict == VERDICT_WOULD_DENY ? 0 : judgement->cookie;

	verdict_count(cookie, direction, VERDICT_ALLOWED);
	if (!cookie)
		return 0;
	if (!settings || !settings->record_allowed)
		return verdict_count_pair(packet, connection, direction, VERDICT_ALLOWED);
	struct verdict_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		verdict_lost(LOSS_RING_FULL);
		return verdict_count_pair(packet, connection, direction, VERDICT_ALLOWED);
	}
	__builtin_memset(event, 0, sizeof(*event));
	event->time_ns = bpf_ktime_get_ns();
	event->source = from_initiator ? packet->source : packet->destination;
	event->destination = from_initiator ? packet->destination : packet->source;
	event->source_port = from_initiator ? packet->source_port : packet->destination_port;
	event->destination_port = from_initiator ? packet->destination_port : packet->source_port;
	event->cookie = cookie;
	event->revision = judgement->revision;
	event->protocol = packet->protocol;
	event->direction = direction;
	event->verdict = VERDICT_ALLOWED;
	bpf_ringbuf_submit(event, 0);
	return 0;
}

static __always_inline void denial_add(struct denial *denial, __u64 now, __u64 bytes)
{
	denial->last_ns = now;
	__sync_fetch_and_add(&denial->packets, 1);
	__sync_fetch_and_add(&denial->bytes, bytes);
}

/* False: no room. */
static __always_inline bool denial_record(const struct denial_key *key, const struct denial *first)
{
	struct denial *denial = bpf_map_lookup_elem(&denial_map, key);

	if (!denial) {
		if (bpf_map_update_elem(&denial_map, key, first, BPF_NOEXIST) == 0)
			return true;
		/* Another CPU was faster, or the map is full. */
		denial = bpf_map_lookup_elem(&denial_map, key);
	}
	if (!denial) {
		verdict_lost(LOSS_DENIAL_MAP_FULL);
		return false;
	}
	denial_add(denial, first->last_ns, first->bytes);
	return true;
}

/*
 * A packet that the half `direction` of its connection denies, with its `length`; or a connection that it would deny, with none.
 * Both are told where denials are.
 */
static __noinline int verdict_denied(const struct packet *packet, const struct connection *connection,
				     const struct judgement *judgement, __u32 direction, __u32 length)
{
	const struct settings *settings = settings_get();
	bool from_initiator = connection->from_initiator;
	__u32 verdict = judgement->verdict == VERDICT_WOULD_DENY ? VERDICT_WOULD_DENY : VERDICT_DENIED;

	verdict_count(judgement->cookie, direction, verdict);
	if (!settings || !settings->record_denied)
		return judgement->cookie ? verdict_count_pair(packet, connection, direction, verdict) : 0;
	struct denial first = {
		.first_ns = bpf_ktime_get_ns(),
		.packets = 1,
		.bytes = length,
		.revision = judgement->revision,
		.source_port = from_initiator ? packet->source_port : packet->destination_port,
		.verdict = verdict,
	};
	first.last_ns = first.first_ns;
	struct denial_key key = {
		.slice = first.first_ns / DENIAL_SLICE_NS,
		.source = from_initiator ? packet->source : packet->destination,
		.destination = from_initiator ? packet->destination : packet->source,
		.cookie = judgement->cookie,
		.destination_port = from_initiator ? packet->destination_port : packet->source_port,
		.protocol = packet->protocol,
		.direction = direction,
	};
	if (!denial_record(&key, &first) && judgement->cookie)
		verdict_count_pair(packet, connection, direction, verdict);
	return 0;
}

static __always_inline void spoof_record(const struct spoof_key *key, const struct spoof *first)
{
	struct spoof *spoof = bpf_map_lookup_elem(&spoof_map, key);

	if (!spoof) {
		if (bpf_map_update_elem(&spoof_map, key, first, BPF_NOEXIST) == 0)
			return;
		/* Another CPU was faster, or the map is full. */
		spoof = bpf_map_lookup_elem(&spoof_map, key);
	}
	if (!spoof) {
		verdict_lost(LOSS_DENIAL_MAP_FULL);
		return;
	}
	spoof->last_ns = first->last_ns;
	__sync_fetch_and_add(&spoof->packets, 1);
	__sync_fetch_and_add(&spoof->bytes, first->bytes);
}

/* A packet from the pod behind `ifindex` whose source address is not that pod's. */
static __noinline int verdict_spoofed(const struct packet *packet, __u32 ifindex, __u32 reason, __u32 length)
{
	const struct settings *settings = settings_get();
	__u64 now = bpf_ktime_get_ns();

	if (!settings || !settings->record_denied)
		return verdict_drop(reason);
	struct spoof_key key = {.slice = now / DENIAL_SLICE_NS, .ifindex = ifindex, .reason = reason};
	struct spoof first = {
		.first_ns = now,
		.last_ns = now,
		.packets = 1,
		.bytes = length,
		.source = packet->source,
		.destination = packet->destination,
		.source_port = packet->source_port,
		.destination_port = packet->destination_port,
		.protocol = packet->protocol,
	};
	spoof_record(&key, &first);
	return verdict_drop(reason);
}
