package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * After a write, the page that follows must not show the state before it. The write went to the API server; the server learns of it
 * through its watch, some milliseconds later. When it takes longer than that, the page shows what is known and the reader may reload.
 */
final class Settling {
    private static final Duration MOST = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(10);

    private Settling() {}

    static void await(ClusterView cluster, Predicate<ClusterSnapshot> settled) {
        for (long waited = 0; waited < MOST.toMillis(); waited += STEP.toMillis()) {
            if (settled.test(cluster.current())) {
                return;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
