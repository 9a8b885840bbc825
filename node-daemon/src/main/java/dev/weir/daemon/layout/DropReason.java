package dev.weir.daemon.layout;

import java.util.Locale;

/** Why a packet was not delivered. The ordinal is the number of {@code enum drop_reason} and the index into {@code drop_map}. */
public enum DropReason {
    NONE,
    POLICY,
    NOT_PROGRAMMED,
    SPOOFED_SOURCE,
    MALFORMED,
    UNKNOWN_ETHERTYPE,
    FRAGMENT_UNKNOWN,
    EXTENSION_HEADERS,
    MULTICAST,
    ICMP_UNRELATED,
    CONNTRACK_FULL,
    SOURCE_ROUTE,
    ROUTER;

    /** As it stands in a metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
