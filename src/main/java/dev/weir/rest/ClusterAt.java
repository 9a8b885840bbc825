package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.why.ReadableHistory;
import dev.weir.why.ReadableHistory.Past;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The cluster of the time that a request asks for. */
@Component
final class ClusterAt {
    private final ReadableHistory history;
    private final Clock clock;

    ClusterAt(ReadableHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    /**
     * What a request is about.
     *
     * @param times of its records: they end at the time of the cluster unless something else is said
     * @param past null when the request asks for no time: the present cluster is meant
     */
    record Asked(TimeParameter times, @Nullable Past past) {
        @Nullable
        ClusterSnapshot cluster() {
            return past == null ? null : past.snapshot();
        }
    }

    /** The clock is looked at once, so that records and cluster are of one instant. */
    Asked read(@Nullable String at) {
        Instant now = clock.instant();
        if (at == null || at.isBlank()) {
            return new Asked(new TimeParameter(now), null);
        }
        Instant time = past("at", at, now);
        return new Asked(new TimeParameter(time), history.past(time).orElseThrow(this::beforeHistory));
    }

    /** A time that has come. */
    static Instant past(String name, String text, Instant now) {
        Instant time = new TimeParameter(now).instant(name, text);
        if (time.isAfter(now)) {
            throw ProblemException.badParameter(name, "has not come yet.");
        }
        return time;
    }

    private ProblemException beforeHistory() {
        String begins = history.begins()
                .map(begin -> "The history of the cluster begins at " + begin + ".")
                .orElse("There is no history of the cluster yet.");
        return ProblemException.badParameter("at", "lies before what is kept. " + begins);
    }
}
