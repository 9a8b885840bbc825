package dev.weir.daemon.datapath;

/**
 * A map as the kernel has it.
 *
 * @param type as the kernel calls it, such as {@code lpm_trie}
 * @param id the kernel's number
 * @param bytes of memory, as the kernel accounts it
 */
public record KernelMap(String name, String type, int id, long bytes) {}
