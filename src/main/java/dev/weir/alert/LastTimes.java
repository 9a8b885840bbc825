package dev.weir.alert;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When something was last as it should be. Used by the thread that looks. */
public final class LastTimes {
    private final Map<String, Instant> times = new TreeMap<>();

    private long changes;

    LastTimes(Map<String, Instant> times) {
        this.times.putAll(times);
    }

    public synchronized void note(String subject, Instant now) {
        if (times.put(subject, now) == null) {
            changes++;
        }
    }

    public synchronized @Nullable Instant of(String subject) {
        return times.get(subject);
    }

    /** Forgets everybody else. */
    public synchronized void retain(Set<String> subjects) {
        times.keySet().retainAll(subjects);
    }

    synchronized Map<String, Instant> copy() {
        return new TreeMap<>(times);
    }

    /** Grows with everybody who is new. */
    synchronized long changes() {
        return changes;
    }
}
