/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Everything that user space and the datapath share: keys, values, events, enums. The daemon's `layout` package is the
 * Java counterpart; `abi.json`, dumped from BTF, is what a test compares both with.
 *
 * Rules: explicit padding, always zero; no bit-fields, no long, no bool, no enum-typed member; __be16/__be64 are network
 * byte order, all else host byte order; addresses are 16 bytes in network byte order, an IPv4 address a.b.c.d stands as
 * ::ffff:a.b.c.d, so one path serves both families. Change a layout => raise ABI_VERSION (it is part of the pin path), and say
 * in the daemon's `Heritage` how an older value becomes one of this version.
 */
#pragma once

/* For user space and for BPF alike: whoever includes this has brought __u32 and __be64 (vmlinux.h, linux/types.h). */

/* Numbers both sides compute with; an enum, because BTF keeps enums and forgets macros. */
enum abi_constant {
	ABI_VERSION = 4,
	IDENTITY_NONE = 0,           /* outside, in no ipBlock region */
	IDENTITY_KIND_SHIFT = 30,    /* enum identity_kind is in the upper two bits of an identity */
	DENIAL_SLICE_NS = 250000000, /* width of a slice of denial_map */
};

enum direction {
	DIRECTION_INGRESS = 0, /* to the pod: hook to_pod, or from_pod of a neighbour that is delivered directly */
	DIRECTION_EGRESS = 1,  /* from the pod: hook from_pod */
	DIRECTIONS = 2,
};

enum verdict {
	VERDICT_DENIED = 0, /* zero is closed */
	VERDICT_ALLOWED = 1,
	VERDICT_WOULD_DENY = 2, /* it passes; policies in shadow would have it denied */
};

/* What becomes of a connection that no rule of a subject's side admits. */
enum isolation_mode {
	ISOLATION_NONE = 0,     /* there are no rules to ask: it passes */
	ISOLATION_ENFORCED = 1, /* it is denied */
	ISOLATION_SHADOW = 2,   /* only policies in shadow isolate: it passes, and is told as VERDICT_WOULD_DENY */
};

/* Why a packet was not delivered. The number is the index into drop_map, the name (lower case) the metric's label. */
enum drop_reason {
	DROP_REASON_NONE = 0,
	DROP_REASON_POLICY = 1,         /* isolated and no policy admits it */
	DROP_REASON_NOT_PROGRAMMED = 2, /* the interface has no program yet */
	DROP_REASON_SPOOFED_SOURCE = 3, /* the source address belongs to another interface */
	DROP_REASON_MALFORMED = 4,      /* truncated, or lengths that contradict each other */
	DROP_REASON_UNKNOWN_ETHERTYPE = 5,
	DROP_REASON_FRAGMENT_UNKNOWN = 6,  /* a later fragment whose first one was not seen */
	DROP_REASON_EXTENSION_HEADERS = 7, /* more IPv6 extension headers than are walked */
	DROP_REASON_MULTICAST = 8,
	DROP_REASON_ICMP_UNRELATED = 9, /* an ICMP error that quotes no live connection */
	DROP_REASON_CONNTRACK_FULL = 10,
	DROP_REASON_SOURCE_ROUTE = 11, /* would go on to another destination than the one judged */
	DROP_REASON_ROUTER = 12, /* what only a router may say, and a pod is none: redirects, advertisements, errors */
	DROP_REASONS = 13,
};

/* What an address is, the upper 2 bits of an identity, so that an identity without an entry still has a default class. */
enum identity_kind {
	IDENTITY_KIND_OUTSIDE = 0,
	IDENTITY_KIND_POD = 1,
	IDENTITY_KIND_NODE = 2,
};

struct address {
	__be64 high; /* the first eight bytes; 0 for IPv4 */
	__be64 low;
};
_Static_assert(sizeof(struct address) == 16, "address: size");

/*
 * endpoint_map: HASH, an address of a pod of this node -> its interface and policy. One row per address. The row is
 * replaced as a whole (one atomic flip from one policy to the next). Written by the daemon, read per packet.
 */
struct endpoint_entry {
	__u32 ifindex;        /* host side of the veth; a packet from this address on another interface is spoofed */
	__u32 subject;        /* key of subject_map */
	__u32 identity_table; /* which of the identity tables its judgements use: 0 or 1 */
	__u32 revision;       /* grows with every change that may concern this endpoint; connections judged under
				 another one are judged again. Never 0 */
	__u32 since;          /* the revision at which the address came to this interface: what was judged before it
				 was another pod's */
};
_Static_assert(sizeof(struct endpoint_entry) == 20, "endpoint_entry: size");

/* identity_map: LPM_TRIE, (table, address) -> identity. prefixlen counts the 32 bits of `table` too. */
struct identity_key {
	__u32 prefixlen; /* 32 + bits of the address */
	__u32 table;
	struct address address;
};
_Static_assert(sizeof(struct identity_key) == 24, "identity_key: size");

/* subject_map: HASH, subject -> flags and defaults per direction (index: enum direction). */
struct subject_defaults {
	__u32 isolation_mode; /* enum isolation_mode */
	__u32 isolation_cookie;
	__u32 default_pod_class;     /* peer class of a pod without an entry in peer_class_map */
	__u32 default_outside_class; /* the same for outside and node identities */
};
struct subject_entry {
	struct subject_defaults side[DIRECTIONS];
};
_Static_assert(sizeof(struct subject_entry) == 32, "subject_entry: size");

/* peer_class_map: HASH, whose value is a __u32 class; 0 = no rule's peers match. */
struct peer_class_key {
	__u32 subject;
	__u32 direction;
	__u32 identity;
};
_Static_assert(sizeof(struct peer_class_key) == 12, "peer_class_key: size");

/*
 * port_class_map: LPM_TRIE, whose value is a __u32 class; 0 = no rule's ports match. Bits that must match:
 * subject 32, direction 8, protocol 8, port 16: prefixlen is 40 (any protocol), 48 (any port) or 48..64.
 */
struct port_class_key {
	__u32 prefixlen;
	__u32 subject;
	__u8 direction;
	__u8 protocol;
	__be16 port;
};
_Static_assert(sizeof(struct port_class_key) == 12, "port_class_key: size");

/* verdict_map: HASH, whose value is a __u32 cookie: the pair is allowed, by the policies the cookie names. Absent: denied. */
struct verdict_key {
	__u32 subject;
	__u32 direction;
	__u32 peer_class;
	__u32 port_class;
};
_Static_assert(sizeof(struct verdict_key) == 16, "verdict_key: size");

/*
 * conntrack_map: LRU_HASH, both directions of a connection in one entry. The key is the address pair in memcmp order
 * (`low` first; equal addresses are ordered by port). For ICMP echo the asker's port is the identifier and the answerer's
 * is 0, so that two pods that ping each other with one identifier are two connections. Protocols without ports have 0.
 */
struct conntrack_key {
	struct address low;
	struct address high;
	__be16 low_port;
	__be16 high_port;
	__u8 protocol;
	__u8 pad[3];
};
_Static_assert(sizeof(struct conntrack_key) == 40, "conntrack_key: size");

enum conntrack_flag {
	CONNTRACK_INITIATOR_IS_HIGH = 1, /* who sent the first packet */
	CONNTRACK_DIRECT = 2,            /* the first packet was delivered by Weir: its replies may be, too */
	CONNTRACK_REPLIED = 4,
	CONNTRACK_FIN_INITIATOR = 8, /* one FIN is a half-closed connection, which may live long */
	CONNTRACK_FIN_RESPONDER = 16,
	CONNTRACK_CLOSING = 32,   /* RST or both FINs seen: a SYN starts a new connection */
	CONNTRACK_FROM_NODE = 64, /* the node opened it: always allowed */
};

/*
 * One enforcing side's judgement. revision 0 = not judged at this node. It is written as two 64-bit words while other
 * CPUs read: each word carries the revision it belongs to, and a reader believes the pair only if both agree with the
 * endpoint's. So a verdict of one revision is never read under another.
 */
struct judgement {
	__u32 revision; /* of the endpoint when it was judged */
	__u32 verdict;
	__u32 cookie_revision; /* the same revision again */
	__u32 cookie;
};
struct conntrack_entry {
#ifdef ABI_NEXT
	__u64 opened_ns; /* what a later version may add; only the tests of the upgrade build it */
#endif
	__u64 last_seen_ns; /* CLOCK_MONOTONIC, up to a second behind */
	__u32 flags;        /* enum conntrack_flag */
	__u32 pad;
	struct judgement judgement[DIRECTIONS];
};
_Static_assert(sizeof(struct judgement) == 16, "judgement: size");
#ifndef ABI_NEXT
_Static_assert(sizeof(struct conntrack_entry) == 48, "conntrack_entry: size");
#endif

/* fragment_map: LRU_HASH, remembers the ports of a first fragment for the later ones. */
struct fragment_key {
	struct address source;
	struct address destination;
	__u32 id;
	__u8 protocol;
	__u8 pad[3];
};
struct fragment_ports {
	__be16 source_port;
	__be16 destination_port;
	__u16 edge;    /* bytes of the datagram that the first fragment holds: no other may say them again */
	__u8 protocol; /* IPv6 may have more headers behind the fragment header of the first one */
	__u8 pad;
};
_Static_assert(sizeof(struct fragment_key) == 40, "fragment_key: size");
_Static_assert(sizeof(struct fragment_ports) == 8, "fragment_ports: size");

/*
 * Ring buffer `events`: one per connection that a policy admitted, if settings.record_allowed. When the ring is full the
 * loss is counted in loss_map[LOSS_RING_FULL].
 */
struct verdict_event {
	__u64 time_ns;         /* CLOCK_MONOTONIC */
	struct address source; /* who opened the connection */
	struct address destination;
	__u32 cookie;
	__be16 source_port;
	__be16 destination_port;
	__u32 revision; /* endpoint.revision it was judged under */
	__u8 protocol;
	__u8 direction;
	__u8 verdict;
	__u8 pad[9];
};
_Static_assert(sizeof(struct verdict_event) == 64, "verdict_event: size");

/*
 * denial_map: HASH, denied packets, and connections that would be denied, merged per slice of DENIAL_SLICE_NS, so that a flood
 * costs a counter and not an event per packet. The two never meet in one entry: a cookie is of one of them. The daemon drains slices that are over: nothing writes to them any more, so no count is lost. When the map
 * is full the packet is counted in loss_map[LOSS_DENIAL_MAP_FULL].
 */
struct denial_key {
	__u64 slice;           /* CLOCK_MONOTONIC / DENIAL_SLICE_NS */
	struct address source; /* who opened, or wanted to open, the connection */
	struct address destination;
	__u32 cookie; /* isolation cookie */
	__be16 destination_port;
	__u8 protocol;
	__u8 direction;
};
struct denial {
	__u64 first_ns; /* CLOCK_MONOTONIC */
	__u64 last_ns;
	__u64 packets;
	__u64 bytes;
	__u32 revision;
	__be16 source_port; /* of the first packet */
	__u8 verdict;       /* DENIED, or WOULD_DENY: then `packets` are connections, and `bytes` is 0 */
	__u8 pad;
};
_Static_assert(sizeof(struct denial_key) == 48, "denial_key: size");
_Static_assert(sizeof(struct denial) == 40, "denial: size");

/*
 * spoof_map: HASH, packets that a pod sent from an address that is not its own, merged per slice, interface and reason: whose
 * addresses they claimed is up to the sender, so a flood of them must not need room. The addresses are those of the first.
 */
struct spoof_key {
	__u64 slice;   /* as in denial_key */
	__u32 ifindex; /* host side of the sender's veth */
	__u32 reason;  /* SPOOFED_SOURCE: another pod's address; NOT_PROGRAMMED: no pod's of this node */
};
struct spoof {
	__u64 first_ns; /* CLOCK_MONOTONIC */
	__u64 last_ns;
	__u64 packets;
	__u64 bytes;
	struct address source;
	struct address destination;
	__be16 source_port;
	__be16 destination_port;
	__u8 protocol;
	__u8 pad[3];
};
_Static_assert(sizeof(struct spoof_key) == 16, "spoof_key: size");
_Static_assert(sizeof(struct spoof) == 72, "spoof: size");

/*
 * counter_map: PERCPU_HASH, whose value is a __u64. Exact, whatever happens to the records: an allowed one counts
 * connections, a denied one packets. Cookie 0 (no policy concerned) is counted too. What would be denied counts connections,
 * beside what was allowed: a new one stands under cookie 0 as well.
 */
struct counter_key {
	__u32 cookie;
	__u8 direction;
	__u8 verdict;
	__u8 pad[2];
};
_Static_assert(sizeof(struct counter_key) == 8, "counter_key: size");

/*
 * pair_map: PERCPU_HASH, whose value is a __u64: the same by who opened the connection and to whom, for pods that some policy
 * isolates. Counted only where neither an event nor denial_map tells it, so that nothing is told twice. What finds no room is
 * counted in counter_map alone.
 */
struct pair_key {
	struct address source;
	struct address destination;
	__u8 direction;
	__u8 verdict;
	__u8 pad[6];
};
_Static_assert(sizeof(struct pair_key) == 40, "pair_key: size");

/* drop_map: PERCPU_ARRAY indexed by enum drop_reason -> __u64 packets. loss_map: PERCPU_ARRAY indexed by enum loss -> __u64. */
enum loss {
	LOSS_RING_FULL = 0,
	LOSS_DENIAL_MAP_FULL = 1,
	LOSS_COUNTER_MAP_FULL = 2, /* a connection or packet that counter_map had no room to count */
	LOSSES = 3,
};

/* settings_map: ARRAY with one element, written by the daemon at any time. */
struct settings {
	__u32 record_allowed; /* emit events for allowed connections */
	__u32 record_denied;  /* fill denial_map */
	__u32 abi_version;
	__u32 uplink_ifindex;   /* 0 = none: nothing is redirected to the uplink */
	__u32 keep_established; /* a live connection stays allowed when policy changes; only what opens is judged again */
};
_Static_assert(sizeof(struct settings) == 20, "settings: size");
