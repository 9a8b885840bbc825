package dev.weir.console;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordTail;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the live tail tells at once: the newest of what has arrived, and how many it leaves out. */
final class TailPush {
    private final int most;
    private final Deque<StoredRecord> newest = new ArrayDeque<>();
    private @Nullable Instant first;
    private @Nullable Instant last;
    private final List<WithheldCount> withheld = new ArrayList<>();
    private long leftOut;
    private boolean overrun;
    private long position;

    /**
     * @param most how many records it may show
     * @param position of the last record before
     */
    TailPush(int most, long position) {
        this.most = most;
        this.position = position;
    }

    void add(RecordTail.Event event) {
        switch (event) {
            case RecordTail.Arrived arrived -> arrived.records().forEach(this::add);
            case RecordTail.Withheld told -> withheld.addAll(told.counts());
            case RecordTail.Gap gap -> {
                leftOut += gap.missed();
                overrun = true;
                position = gap.afterPosition();
            }
        }
    }

    private void add(StoredRecord stored) {
        Instant time = stored.record().time();
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
        position = stored.position();
        newest.addFirst(stored);
        if (newest.size() > most) {
            newest.removeLast();
            leftOut++;
        }
    }

    List<StoredRecord> newestFirst() {
        return List.copyOf(newest);
    }

    /** What budgets kept from being recorded. */
    List<WithheldCount> withheld() {
        return List.copyOf(withheld);
    }

    boolean isEmpty() {
        return newest.isEmpty() && withheld.isEmpty() && leftOut == 0;
    }

    long leftOut() {
        return leftOut;
    }

    /** Of its last record: where a reader goes on that has lost the connection. */
    long position() {
        return position;
    }

    /** In which all that was left out happened, as far as is known: a tail that was overrun does not know what it missed. */
    TimeRange time(Instant before, Instant now) {
        Instant from = first == null || (overrun && before.isBefore(first)) ? before : first;
        Instant to = last == null || overrun ? now : last.plusMillis(1);
        return new TimeRange(from, to.isAfter(from) ? to : from.plusMillis(1));
    }
}
