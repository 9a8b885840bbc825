package dev.weir.daemon.count;

import dev.weir.daemon.flow.Names;
import dev.weir.daemon.flow.Recording;
import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.net.NodeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the book: looks at the kernel's counters every two seconds, saves the book every ten, and removes counters whose cookies are
 * gone once they stand in it. Thread-safe.
 */
public final class Counting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Counting.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int LOOKS_BETWEEN_SAVES = 5;

    /** So many pairs of addresses may stay in the kernel however quiet they are. */
    static final int PAIRS_IN_KERNEL = 4096;

    private final KernelCounters kernel;
    private final CountStore store;
    private final Supplier<Names> names;
    private final NodeClock clock;
    private final PairTally recorded = new PairTally();
    private final CountBook book;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "count"));
    private Set<CounterKey> goneBefore = Set.of();
    private int looks;
    private boolean failing;

    /**
     * Takes over the counters. Nothing may be attached yet that the pins have not attached.
     *
     * @param pairs of workloads that are told apart
     * @throws IOException when the saved book cannot be read
     */
    public Counting(KernelCounters kernel, CountStore store, Supplier<Names> names, NodeClock clock, int pairs)
            throws IOException {
        this.kernel = kernel;
        this.store = store;
        this.names = names;
        this.clock = clock;
        book = store.load()
                .map(saved -> new CountBook(pairs, saved))
                .orElseGet(() -> new CountBook(pairs, clock.now()));
        book.takeOver(kernel);
    }

    /** From here on the recording's own observations are counted. */
    public Recording.Source counted(Recording.Source source) {
        return new CountedSource(source, recorded);
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::lookAndSave, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAndSave() {
        try {
            look();
            if (++looks % LOOKS_BETWEEN_SAVES == 0) {
                save();
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.error("the counters cannot be kept, trying again", e);
            }
        }
    }

    /** Enters what is new now. */
    public synchronized void look() {
        book.enter(kernel, recorded.take(), names.get(), clock.now());
    }

    private synchronized void save() throws IOException {
        store.save(book.saved());
    }

    /** What changed after that version of the book; 0 = everything. */
    public synchronized Counts after(long version) {
        return book.after(version);
    }

    /**
     * Removes the counters of all other cookies. In three steps, because the daemon may die after each: what they hold is saved as
     * entered, they are removed, and then they are forgotten. Nobody may bring a cookie into force meanwhile.
     *
     * @param inForce ids of the cookies that any packet may be counted under from now on
     */
    public synchronized void retire(Set<Integer> inForce) throws IOException {
        var gone = new HashSet<>(kernel.verdicts().keySet());
        gone.removeIf(key -> key.cookie() == 0 || inForce.contains(key.cookie()));
        var due = new HashSet<>(gone);
        due.retainAll(goneBefore);
        goneBefore = gone;
        if (due.isEmpty()) {
            return;
        }
        kernel.settle();
        look();
        book.enterUnnamed(due, kernel, names.get());
        save();
        kernel.removeVerdicts(due);
        book.removed(due);
        save();
    }

    /** Enters and saves what there is. */
    @Override
    public void close() throws IOException {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the counters are still being looked at; the next start goes on from what is saved");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        look();
        save();
    }
}
