package dev.weir.daemon.program;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Cookies that left the program. Live connections carry the cookie they were judged under, so its meaning is kept for a day
 * after it was last needed, and never more than {@link #CAPACITY} of them after a sweep: the oldest go first. Immutable.
 *
 * @param retired fingerprint to the cookie and when it was last needed
 */
public record CookieArchive(PMap<Long, Retired> retired) {
    public static final CookieArchive EMPTY = new CookieArchive(HashTreePMap.empty());

    /** How long a cookie is kept after it left the program. */
    static final Duration KEPT = Duration.ofDays(1);

    static final int CAPACITY = 65_536;

    public record Retired(Cookie cookie, Instant since) {}

    /** The archive after the program was changed: cookies that are gone come in, those that are back go. */
    public CookieArchive after(NodeProgram before, ProgramChange change, Instant now) {
        var part = change.content().cookies();
        var kept = retired;
        for (var fingerprint : change.isSnapshot() ? before.cookies().keySet() : new HashSet<>(part.removed())) {
            var cookie = before.cookies().get(fingerprint);
            if (cookie != null) {
                kept = kept.plus(fingerprint, new Retired(cookie, now));
            }
        }
        for (var cookie : part.put()) {
            kept = kept.minus(cookie.fingerprint());
        }
        return new CookieArchive(kept);
    }

    /** Without what is too old or too much. Looks at everything, so it is for when everything is written anyway. */
    public CookieArchive swept(Instant now) {
        var kept = retired;
        for (var entry : retired.entrySet()) {
            if (entry.getValue().since().plus(KEPT).isBefore(now)) {
                kept = kept.minus(entry.getKey());
            }
        }
        return new CookieArchive(kept.minusAll(oldest(kept, kept.size() - CAPACITY)));
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
