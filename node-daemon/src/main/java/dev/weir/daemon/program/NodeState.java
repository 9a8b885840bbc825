package dev.weir.daemon.program;

/**
 * What a restarted daemon must find again: the program, and what the numbers in the maps mean.
 *
 * @param endpointRevision the last one handed out; the next is higher
 */
public record NodeState(NodeProgram program, IdTable ids, CookieArchive archive, long endpointRevision) {}
