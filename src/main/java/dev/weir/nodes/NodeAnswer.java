package dev.weir.nodes;

import dev.weir.program.NodeProgram;

/**
 * What a node's kernel has for a pod, and what it should have.
 *
 * @param program what the daemon had acknowledged when it answered; EMPTY when this server knows of nothing
 * @param revision the newest whose enforcement that is
 */
public record NodeAnswer(EndpointReading reading, NodeProgram program, long revision) {}
