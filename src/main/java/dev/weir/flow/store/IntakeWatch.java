package dev.weir.flow.store;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers whether records are being taken in; says so in the log when that changes. */
public final class IntakeWatch {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeWatch.class);

    private final Clock clock;
    private final AtomicReference<@Nullable Stall> stall = new AtomicReference<>();

    public IntakeWatch(Clock clock) {
        this.clock = clock;
    }

    /** Appends, and remembers how that went. That many were busy for a moment is no stall. */
    public long watch(LongSupplier append) {
        try {
            long sequence = append.getAsLong();
            taken();
            return sequence;
        } catch (RecordStoreException.Busy busy) {
            throw busy;
        } catch (RecordStoreException refused) {
            refused(String.valueOf(refused.getMessage()));
            throw refused;
        }
    }

    private void taken() {
        if (stall.get() != null && stall.getAndSet(null) != null) {
            LOG.info("The record store takes records in again.");
        }
    }

    private void refused(String reason) {
        Stall before =
                stall.getAndUpdate(current -> new Stall(reason, current == null ? clock.instant() : current.since()));
        if (before == null) {
            LOG.error("The record store takes no records in; they stay in the nodes' files. {}", reason);
        }
    }

    public Optional<Stall> stall() {
        return Optional.ofNullable(stall.get());
    }
}
