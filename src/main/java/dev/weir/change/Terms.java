package dev.weir.change;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On what terms policies are written.
 *
 * @param atomic all of them or none; else each for itself
 * @param confirmWithin taken back after this unless it is confirmed; null = it stands by itself
 * @param newDenies see {@link ChangeSet.Guard}
 * @param overridden expectations that are broken knowingly; the reason says why
 */
public record Terms(
        String author,
        String reason,
        boolean atomic,
        @Nullable Duration confirmWithin,
        long newDenies,
        List<String> overridden) {
    public static final Duration SHORTEST = Duration.ofSeconds(10);
    public static final Duration LONGEST = Duration.ofHours(24);
    private static final int LONGEST_REASON = 1000;

    public Terms(String author, String reason, boolean atomic, @Nullable Duration confirmWithin, long newDenies) {
        this(author, reason, atomic, confirmWithin, newDenies, List.of());
    }

    public Terms {
        overridden = List.copyOf(overridden);
        if (confirmWithin != null && (confirmWithin.compareTo(SHORTEST) < 0 || confirmWithin.compareTo(LONGEST) > 0)) {
            throw new ChangeException("A change is confirmed within 10 s to 24 h.");
        }
        if (newDenies < 0) {
            throw new ChangeException("newDenies is a number of packets; 0 does not watch them.");
        }
        if (newDenies > 0 && confirmWithin == null) {
            throw new ChangeException(
                    "newDenies takes a change back while it waits to be confirmed; give confirmWithin too.");
        }
        if (reason.length() > LONGEST_REASON) {
            throw new ChangeException("A reason has at most " + LONGEST_REASON + " characters.");
        }
    }

    /** The same, although these expectations break. */
    public Terms overriding(List<String> expectations) {
        return new Terms(author, reason, atomic, confirmWithin, newDenies, expectations);
    }
}
