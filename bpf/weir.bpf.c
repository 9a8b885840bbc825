// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * The three hooks of docs/design/datapath.md. Names are the pod's view: from_pod runs on the host's ingress from the pod's veth
 * and judges the pod's egress, to_pod on the host's egress and judges its ingress, from_uplink on the ingress of the node.
 */
#include "lib/vmlinux.h"

#include "lib/enforce.h"
#include "lib/parse.h"

enum packet_type {                  /* linux/if_packet.h */
		   PACKET_HOST = 0, /* addressed to this interface */
		   PACKET_BROADCAST = 1,
		   PACKET_MULTICAST = 2,
};

static __always_inline int verdict_of(enum drop_reason reason)
{
	return reason == DROP_REASON_NONE ? TC_ACT_OK : verdict_drop(reason);
}

/* By either layer: a frame to everybody may carry a packet to one. */
static __always_inline bool is_for_many(const struct __sk_buff *skb, const struct packet *packet)
{
	return skb->pkt_type == PACKET_BROADCAST || skb->pkt_type == PACKET_MULTICAST ||
	       address_is_multicast(&packet->destination);
}

/*
 * Delivered directly, a packet skips the kernel's own steps, so it must be one of which Weir delivered the first, or it is the
 * first. A packet from the middle of an unknown connection may belong to one whose addresses the kernel translates.
 */
static __always_inline bool may_be_direct(const struct __sk_buff *skb, const struct enforcement *enforcement)
{
	if (skb->pkt_type != PACKET_HOST) /* through a bridge */
		return false;
	return enforcement->connection.entry ? enforcement_has_flag(enforcement, CONNTRACK_DIRECT)
					     : !packet_is_midway(&enforcement->packet);
}

SEC("tc")
int from_pod(struct __sk_buff *skb)
{
	struct enforcement enforcement = {.length = skb->len};
	struct packet *packet = &enforcement.packet;
	struct endpoint_entry source, destination;

	enum drop_reason reason = packet_parse(skb, packet);
	if (reason || packet->flags & PACKET_PASS)
		return verdict_of(reason);
	if (is_for_many(skb, packet))
		return verdict_drop(DROP_REASON_MULTICAST);
	if (packet->flags & PACKET_ROUTER)
		return verdict_drop(DROP_REASON_ROUTER);
	if (!endpoint_find(&packet->source, &source))
		return verdict_spoofed(packet, skb->ifindex, DROP_REASON_NOT_PROGRAMMED, skb->len);
	if (source.ifindex != skb->ifindex)
		return verdict_spoofed(packet, skb->ifindex, DROP_REASON_SPOOFED_SOURCE, skb->len);
	if (address_equal(&packet->source, &packet->destination)) /* a pod always reaches itself */
		return TC_ACT_OK;
	reason = enforcement_begin(&enforcement);
	if (reason)
		return verdict_drop(reason);
	/* Delivered directly, the packet never comes to the neighbour's to_pod: its policy is judged here. */
	bool direct = may_be_direct(skb, &enforcement) && endpoint_find(&packet->destination, &destination);
	bool passes = enforcement_judge_ends(&enforcement, &source, direct ? &destination : NULL);
	if (!passes && !enforcement.connection.entry && packet_may_answer(packet))
		passes = enforcement_judge_as_answer(&enforcement, &source);
	reason = enforcement_end(&enforcement, passes, direct ? CONNTRACK_DIRECT : 0);
	if (reason)
		return verdict_drop(reason);
	return direct ? bpf_redirect_peer(destination.ifindex, 0) : TC_ACT_OK;
}

/*
 * A packet of the node itself: probes of the kubelet, answers of its servers, ICMP errors on behalf of the network. And one that
 * the pod sends to itself through the node.
 */
static __always_inline int from_node(struct enforcement *enforcement)
{
	if (enforcement_begin(enforcement) || enforcement->packet.flags & PACKET_RELATED)
		return TC_ACT_OK;
	/* Should there be no room, the pod's answer is judged as a connection of its own. */
	enforcement_end(enforcement, true, CONNTRACK_FROM_NODE);
	return TC_ACT_OK;
}

SEC("tc")
int to_pod(struct __sk_buff *skb)
{
	struct enforcement enforcement = {.length = skb->len};
	struct packet *packet = &enforcement.packet;
	/* What comes back to where it came from is the pod's own, through an address that the node translates. */
	bool is_from_node = skb->ingress_ifindex == 0 || skb->ingress_ifindex == skb->ifindex;
	struct endpoint_entry destination;

	enum drop_reason reason = packet_parse(skb, packet);
	if (packet->flags & PACKET_PASS || (reason && is_from_node))
		return TC_ACT_OK;
	if (reason)
		return verdict_drop(reason);
	if (address_is_multicast(&packet->destination))
		return is_from_node ? TC_ACT_OK : verdict_drop(DROP_REASON_MULTICAST);
	if (is_from_node)
		return from_node(&enforcement);
	if (!endpoint_find(&packet->destination, &destination) || destination.ifindex != skb->ifindex)
		return verdict_drop(DROP_REASON_NOT_PROGRAMMED);
	reason = enforcement_begin(&enforcement);
	if (reason)
		return verdict_drop(reason);
	bool passes = enforcement_judge(&enforcement, &destination, enforcement_receiver_half(&enforcement));
	return verdict_of(enforcement_end(&enforcement, passes, 0));
}

/*
 * Only packets to pods of this node are taken. Whatever is doubtful goes on to the kernel, with its own checks, and so to to_pod,
 * which drops and counts it.
 */
SEC("tc")
int from_uplink(struct __sk_buff *skb)
{
	struct enforcement enforcement = {.length = skb->len};
	struct packet *packet = &enforcement.packet;
	struct endpoint_entry source, destination;

	if (skb->pkt_type != PACKET_HOST || packet_parse(skb, packet) || packet->flags & PACKET_PASS)
		return TC_ACT_OK;
	if (!endpoint_find(&packet->destination, &destination))
		return TC_ACT_OK;
	if (endpoint_find(&packet->source, &source)) /* from outside, one of our own: reverse path filtering decides */
		return TC_ACT_OK;
	if (enforcement_begin(&enforcement) || !may_be_direct(skb, &enforcement))
		return TC_ACT_OK;
	/* It may claim to be this node: the kernel knows its own addresses. */
	if (!enforcement.connection.entry && identity_is_node(identity_of(destination.identity_table, &packet->source)))
		return TC_ACT_OK;
	bool passes = enforcement_judge(&enforcement, &destination, enforcement_receiver_half(&enforcement));
	enum drop_reason reason = enforcement_end(&enforcement, passes, CONNTRACK_DIRECT);
	if (reason)
		return verdict_drop(reason);
	return bpf_redirect_peer(destination.ifindex, 0);
}

char licence[] SEC("license") = "Dual BSD/GPL";
