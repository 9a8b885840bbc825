package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.why.ReadableHistory;
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

    /** @return null when the request asks for no time: the present cluster is meant */
    @Nullable
    ClusterSnapshot of(@Nullable String at) {
        if (at == null || at.isBlank()) {
            return null;
        }
        Instant time = new TimeParameter(clock).instant("at", at);
        if (time.isAfter(clock.instant())) {
            throw ProblemException.badParameter("at", "has not come yet.");
        }
        return history.snapshot(time).orElseThrow(this::beforeHistory);
    }

    private ProblemException beforeHistory() {
        String begins = history.begins()
                .map(begin -> "The history of the cluster begins at " + begin + ".")
                .orElse("There is no history of the cluster yet.");
        return ProblemException.badParameter("at", "lies before what is kept. " + begins);
    }
}
