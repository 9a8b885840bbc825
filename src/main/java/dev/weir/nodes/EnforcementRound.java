package dev.weir.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A change of the cluster on its way into force: over when the last of the connected nodes that it concerns has answered. */
final class EnforcementRound {
    private final long revision;
    private final Instant since;
    private final Clock clock;
    private final EnforcementMeter meter;
    /** One more than nodes, until all that it concerns are known. */
    private final AtomicInteger missing = new AtomicInteger(1);

    private volatile boolean concernsSomebody;
    private volatile boolean confirmed = true;

    EnforcementRound(long revision, Instant since, Clock clock, EnforcementMeter meter) {
        this.revision = revision;
        this.since = since;
        this.clock = clock;
        this.meter = meter;
    }

    long revision() {
        return revision;
    }

    void concerns() {
        concernsSomebody = true;
        missing.incrementAndGet();
    }

    void allAreKnown() {
        answered();
    }

    void enforced() {
        answered();
    }

    void unconfirmed() {
        confirmed = false;
        answered();
    }

    private void answered() {
        if (missing.decrementAndGet() == 0 && concernsSomebody) {
            if (confirmed) {
                meter.enforced(Duration.between(since, clock.instant()));
            } else {
                meter.unconfirmed();
            }
        }
    }
}
