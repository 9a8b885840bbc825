package dev.weir.daemon.program;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cookies that left the program. Live connections carry the cookie they were judged under, so its meaning is kept for a day
 * after it was last needed, and never more than {@link #CAPACITY} of them: the oldest go first. Immutable.
 *
 * @param retired fingerprint to the cookie and when it was last needed
 */
public record CookieArchive(Map<Long, Retired> retired) {
    public static final CookieArchive EMPTY = new CookieArchive(Map.of());

    /** How long a cookie is kept after it left the program. */
    static final Duration KEPT = Duration.ofDays(1);

    static final int CAPACITY = 65_536;

    public CookieArchive {
        retired = Map.copyOf(retired);
    }

    public record Retired(Cookie cookie, Instant since) {}

    /** The archive after a program was replaced: cookies that are gone come in, those that are back or too old go. */
    public CookieArchive after(NodeProgram before, NodeProgram next, Instant now) {
        var kept = new HashMap<Long, Retired>(retired);
        before.cookies().forEach((fingerprint, cookie) -> kept.put(fingerprint, new Retired(cookie, now)));
        kept.keySet().removeAll(next.cookies().keySet());
        kept.values().removeIf(entry -> entry.since().plus(KEPT).isBefore(now));
        oldest(kept, kept.size() - CAPACITY).forEach(kept::remove);
        return new CookieArchive(kept);
    }

    private static List<Long> oldest(Map<Long, Retired> entries, int count) {
        return count <= 0
                ? List.of()
                : entries.entrySet().stream()
                        .sorted(Comparator.comparing(entry -> entry.getValue().since()))
                        .limit(count)
                        .map(Map.Entry::getKey)
                        .toList();
    }
}
