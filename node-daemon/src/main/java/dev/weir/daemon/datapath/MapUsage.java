package dev.weir.daemon.datapath;

/** How full a map is. */
public record MapUsage(String name, long entries, long capacity) {}
