package dev.weir.flow;

import java.time.Instant;

/**
 * What a node's budget of lines kept from being recorded: one second of one namespace. Counted, but no record tells what it was.
 *
 * @param sequence shared with the records of the node and spool
 * @param second its start
 * @param namespace of the pods whose policies decided; empty when there was no pod
 * @param allowed connections
 * @param denied packets
 */
public record Withheld(long sequence, Instant second, String namespace, long allowed, long denied) {}
