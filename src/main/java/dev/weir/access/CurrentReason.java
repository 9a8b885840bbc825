package dev.weir.access;

/** Why those who ask on this thread want something although it breaks what was expected. The port between those who read requests and those who answer. */
public interface CurrentReason {
    /** In their words; empty when they gave none. */
    String get();
}
