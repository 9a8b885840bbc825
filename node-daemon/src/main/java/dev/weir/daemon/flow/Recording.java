package dev.weir.daemon.flow;

import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.Denial;
import dev.weir.daemon.layout.DenialKey;
import dev.weir.daemon.layout.Loss;
import dev.weir.daemon.layout.Spoof;
import dev.weir.daemon.layout.SpoofKey;
import dev.weir.daemon.layout.VerdictEvent;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.NodeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that records: takes events as they come, denials once their slice is over, and what the kernel had to drop. It
 * waits for the kernel at most {@link #PATIENCE}.
 */
public final class Recording implements AutoCloseable {
    /** What the recording takes from the kernel. */
    public interface Source {
        void drainEvents(Consumer<VerdictEvent> consumer, Duration patience);

        Map<DenialKey, Denial> drainDenials(long slice);

        Map<SpoofKey, Spoof> drainSpoofs(long slice);

        /** An address of the pod behind each interface whose pod is programmed. */
        Map<Integer, Address> podsByInterface();

        Map<Loss, Long> losses();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
    private static final Duration PATIENCE = Duration.ofMillis(50);
    // What comes meanwhile is taken together: a look and a write cost more than a record, and so does being woken.
    private static final long REST_NANOS = Duration.ofMillis(5).toNanos();
    // A CPU may still be writing to the slice that has just ended.
    private static final long SETTLING_NANOS = Duration.ofMillis(20).toNanos();

    private final Source source;
    private final FlowRecorder recorder;
    private final NodeClock clock;
    private final Map<Loss, Long> lost = new EnumMap<>(Loss.class);
    private final Thread thread = new Thread(this::run, "record");
    private volatile boolean closed;
    private long drainedSlice;
    private boolean failing;

    public Recording(Source source, FlowRecorder recorder, NodeClock clock) {
        this.source = source;
        this.recorder = recorder;
        this.clock = clock;
    }

    public void start() {
        // What was lost before this life is not lost again.
        lost.putAll(source.losses());
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                take(PATIENCE);
                failing = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    failing = true;
                    LOG.error("records cannot be taken from the kernel, trying again", e);
                }
            }
            LockSupport.parkNanos(REST_NANOS);
        }
    }

    private void take(Duration patience) {
        source.drainEvents(event -> recorder.observe(Observation.of(event)), patience);
        var slice = (clock.monotonicNanos() - SETTLING_NANOS) / Abi.DENIAL_SLICE_NS;
        if (slice > drainedSlice) {
            drainedSlice = slice;
            source.drainDenials(slice).forEach((key, denial) -> recorder.observe(Observation.of(key, denial)));
            takeSpoofs(source.drainSpoofs(slice));
            source.losses().forEach(this::count);
        }
        recorder.tick();
    }

    // Behind an interface without a programmed pod nobody is an impostor yet: what comes from there is dropped and
    // counted.
    private void takeSpoofs(Map<SpoofKey, Spoof> spoofs) {
        if (spoofs.isEmpty()) {
            return;
        }
        var pods = source.podsByInterface();
        spoofs.forEach((key, spoof) -> {
            var pod = pods.get(key.ifindex());
            if (pod != null) {
                recorder.observe(spoof, pod);
            }
        });
    }

    private void count(Loss loss, long total) {
        var before = lost.getOrDefault(loss, 0L);
        lost.put(loss, total);
        switch (loss) {
            case RING_FULL -> recorder.lost(RecordAccount.Loss.RING_FULL, total - before);
            case DENIAL_MAP_FULL -> recorder.lost(RecordAccount.Loss.DENIAL_MAP_FULL, total - before);
            case COUNTER_MAP_FULL -> {
                // A counter, not a record.
            }
        }
    }

    /** Writes what is under way and stops. */
    @Override
    public void close() throws IOException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        take(Duration.ZERO);
        recorder.close();
    }
}
