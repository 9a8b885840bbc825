package dev.weir.nodes;

/** What a daemon says of itself in its first message. */
public record NodeDaemon(String kernel, int abiVersion, String daemonVersion) {}
