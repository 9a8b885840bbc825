package dev.weir.kubernetes;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Says that something has happened, however often. Raised by many threads, awaited by one. */
final class Signal {
    private final Semaphore raised = new Semaphore(0);

    /** What the raising thread did before is seen by the one that awaits. */
    void raise() {
        raised.release();
    }

    /** Whether it was raised since it was awaited last; returns as soon as it is, at the latest after {@code patience}. */
    boolean await(Duration patience) throws InterruptedException {
        boolean came = raised.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        // What came after patience ended is among what is drained.
        return raised.drainPermits() > 0 || came;
    }
}
