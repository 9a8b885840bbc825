package dev.weir.net;

/** What was decided about a packet. The numbers are those of {@code enum verdict} in {@code bpf/lib/abi.h}. */
public enum Verdict {
    DENIED,
    ALLOWED
}
