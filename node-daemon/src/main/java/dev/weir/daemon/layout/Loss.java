package dev.weir.daemon.layout;

import java.util.Locale;

/** What could not be recorded or counted. The ordinal is the number of {@code enum loss} and the index into {@code loss_map}. */
public enum Loss {
    RING_FULL,
    DENIAL_MAP_FULL,
    COUNTER_MAP_FULL;

    /** As it stands in a metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
