package dev.weir.flow.store;

import java.time.Instant;

/**
 * What the budget of a node kept from being recorded of one namespace, in an interval.
 *
 * @param namespace of the pods whose policies decided; empty when there was no pod
 * @param allowed connections
 * @param denied packets
 */
public record WithheldCount(Instant start, String node, String namespace, long allowed, long denied) {}
