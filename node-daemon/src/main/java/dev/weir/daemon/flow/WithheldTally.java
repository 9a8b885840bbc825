package dev.weir.daemon.flow;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Adds up what is withheld, by second and namespace. */
final class WithheldTally {
    private final TreeMap<String, Withheld> current = new TreeMap<>();
    private Instant second = Instant.MIN;
    private List<Withheld> over = new ArrayList<>();

    void add(String namespace, boolean allowed, long events, Instant now) {
        roll(now);
        var more = new Withheld(second, namespace, allowed ? events : 0, allowed ? 0 : events);
        current.merge(namespace, more, WithheldTally::plus);
    }

    private static Withheld plus(Withheld one, Withheld other) {
        return new Withheld(
                one.second(), one.namespace(), one.allowed() + other.allowed(), one.denied() + other.denied());
    }

    /** Takes out the seconds that are over, in their order. */
    List<Withheld> over(Instant now) {
        roll(now);
        var done = over;
        over = new ArrayList<>();
        return done;
    }

    /** Takes out everything: the daemon stops. */
    List<Withheld> drain() {
        over.addAll(current.values());
        current.clear();
        var done = over;
        over = new ArrayList<>();
        return done;
    }

    private void roll(Instant now) {
        var begun = now.truncatedTo(ChronoUnit.SECONDS);
        if (!begun.equals(second)) {
            over.addAll(current.values());
            current.clear();
            second = begun;
        }
    }
}
