package dev.weir.flow.store;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tail with a bounded queue between the store's writer and its reader. The writer never waits: what does not fit is counted, and from then
 * on nothing is queued until the reader has taken what is there and been told of the gap, so a gap stands where it happened.
 */
public final class LiveTail implements RecordTail {
    private static final int CAPACITY = 10_000;
    private static final int AT_ONCE = 500;

    private final RecordFilter filter;
    private final Backlog backlog;
    private final Consumer<LiveTail> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<StoredRecord> queue = new ArrayDeque<>();
    private final List<WithheldCount> withheld = new ArrayList<>();
    private long missed;
    private long deliveredPosition;
    private boolean closed;

    LiveTail(RecordFilter filter, Backlog backlog, Consumer<LiveTail> onClose) {
        this.filter = filter;
        this.backlog = backlog;
        this.onClose = onClose;
        this.deliveredPosition = backlog.after;
    }

    void offer(List<StoredRecord> records) {
        List<StoredRecord> matching = records.stream().filter(filter::matches).toList();
        if (matching.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (missed > 0 || queue.size() + matching.size() > CAPACITY) {
                missed += matching.size();
            } else {
                queue.addAll(matching);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Seconds of a slow reader are added up, so that no more waits than there are nodes and namespaces, or some thousand. */
    void offerWithheld(List<WithheldCount> counts) {
        List<WithheldCount> asked = counts.stream()
                .flatMap(count -> count.of(filter.subject()).stream())
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            withheld.addAll(asked);
            if (withheld.size() > CAPACITY) {
                List<WithheldCount> added = WithheldCount.addedUp(withheld);
                withheld.clear();
                withheld.addAll(added);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Event next(Duration timeout) throws InterruptedException {
        while (!isClosed() && !backlog.isRead()) {
            List<StoredRecord> page = backlog.read(filter, AT_ONCE);
            if (!page.isEmpty()) {
                return arrived(page);
            }
        }
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            while (queue.isEmpty() && withheld.isEmpty() && missed == 0 && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return closed ? null : taken();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Event taken() {
        if (!queue.isEmpty()) {
            List<StoredRecord> records = new ArrayList<>();
            while (!queue.isEmpty() && records.size() < AT_ONCE) {
                records.add(queue.removeFirst());
            }
            return arrived(records);
        }
        if (!withheld.isEmpty()) {
            Withheld told = new Withheld(withheld);
            withheld.clear();
            return told;
        }
        if (missed > 0) {
            Gap gap = new Gap(missed, deliveredPosition);
            missed = 0;
            return gap;
        }
        return null;
    }

    private Event arrived(List<StoredRecord> records) {
        deliveredPosition = records.getLast().position();
        return new Arrived(records);
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }

    /** Reads what is stored, in order of positions: those after the first position and up to the second one. */
    public interface History {
        List<StoredRecord> read(RecordFilter filter, long after, long upTo, int limit);
    }

    /** What was stored before the tail was opened and its reader has not seen yet. Used by the reader only. */
    static final class Backlog {
        private final History history;
        private final long upTo;
        private long after;

        Backlog(History history, long after, long upTo) {
            this.history = history;
            this.after = after;
            this.upTo = upTo;
        }

        boolean isRead() {
            return after >= upTo;
        }

        List<StoredRecord> read(RecordFilter filter, int limit) {
            List<StoredRecord> page = history.read(filter, after, upTo, limit);
            after = page.size() < limit ? upTo : page.getLast().position();
            return page;
        }
    }
}
