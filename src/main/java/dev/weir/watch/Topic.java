package dev.weir.watch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be watched; each is what an address of the REST API lists. */
public enum Topic {
    SUMMARY,
    ALERTS,
    POLICIES;

    public static Optional<Topic> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(topic -> topic.label().equals(label))
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
