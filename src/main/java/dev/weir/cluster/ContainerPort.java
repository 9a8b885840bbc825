package dev.weir.cluster;

import dev.weir.net.Protocol;

/** A port a container declares. The name is empty when it has none; only a named one concerns policies. */
public record ContainerPort(String name, Protocol protocol, int port) {}
