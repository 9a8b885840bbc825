package dev.weir.audit;

import dev.weir.cluster.ObjectRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is written through Weir, so that it can be told apart from what comes past it when the watch tells of it. The watch may be faster than
 * the answer to the write, so whoever asks waits for writes that are under way. Safe to call from many threads.
 */
final class Claims {
    /** Longer than the longest call of the API server. */
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(20);
    /** Of a write that the watch never told of on its own, because it had to list anew. */
    private static final Duration LONGEST_KEPT = Duration.ofMinutes(1);

    private static final int MOST = 2000;

    private final Clock clock;
    private final Map<ObjectRef, Integer> underWay = new HashMap<>();
    private final Map<Written, Claim> written = new LinkedHashMap<>();

    Claims(Clock clock) {
        this.clock = clock;
    }

    /** @param version empty for a deletion */
    private record Written(ObjectRef ref, String version) {}

    record Claim(Author author, Occasion occasion, Instant at) {}

    synchronized void begin(ObjectRef ref) {
        underWay.merge(ref, 1, Integer::sum);
    }

    /** @param version that the write made; empty for a deletion, null when it was refused */
    synchronized void end(ObjectRef ref, @Nullable String version, Author author, Occasion occasion) {
        underWay.computeIfPresent(ref, (unused, count) -> count == 1 ? null : count - 1);
        if (version != null) {
            Instant now = clock.instant();
            written.values().removeIf(claim -> claim.at().plus(LONGEST_KEPT).isBefore(now));
            if (written.size() < MOST) {
                written.put(new Written(ref, version), new Claim(author, occasion, now));
            }
        }
        notifyAll();
    }

    /** Who wrote that version through Weir; empty when it came past it. */
    synchronized Optional<Claim> take(ObjectRef ref, String version) throws InterruptedException {
        Instant latest = clock.instant().plus(LONGEST_WRITE);
        Written key = new Written(ref, version);
        while (!written.containsKey(key) && underWay.containsKey(ref)) {
            long left = Duration.between(clock.instant(), latest).toMillis();
            if (left <= 0) {
                break;
            }
            TimeUnit.MILLISECONDS.timedWait(this, left);
        }
        return Optional.ofNullable(written.remove(key));
    }
}
