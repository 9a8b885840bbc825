package dev.weir.daemon.flow;

import java.time.Instant;

/**
 * What limits kept from being recorded in one second of one namespace: a line of its own tells of it.
 *
 * @param second its start
 * @param namespace of the pods whose policies judged; empty when there was no pod
 * @param allowed connections
 * @param denied packets
 */
public record Withheld(Instant second, String namespace, long allowed, long denied) {}
