package dev.weir.local.api.store;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives the changes of one resource, in order and without gaps. Its queue is bounded and a writer never waits for it: when the reader
 * is too slow, the queue overflows, and the reader must list again.
 */
public final class Watcher implements AutoCloseable {

    private final BlockingQueue<Change> queue;
    private final Consumer<Watcher> leave;
    private volatile boolean overflown;

    Watcher(int capacity, Consumer<Watcher> leave) {
        this.queue = new LinkedBlockingQueue<>(capacity);
        this.leave = leave;
    }

    void offer(Change change) {
        if (!overflown && !queue.offer(change)) {
            overflown = true;
        }
    }

    /** The next change, or null if none comes in time. */
    public @Nullable Change next(Duration patience) throws InterruptedException {
        return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public boolean isIdle() {
        return queue.isEmpty();
    }

    /** Whether changes were left out. What is still in the queue comes before the gap. */
    public boolean hasOverflown() {
        return overflown;
    }

    @Override
    public void close() {
        leave.accept(this);
    }
}
