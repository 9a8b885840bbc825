package dev.weir.flow.store;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.RecordFilter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The open tails of a store. A record is published once it is durable, in the order of positions, by the one thread that writes. */
public final class Tails {
    /** A tail holds references to records that all tails share, and a filter; its queue is bounded. */
    private static final int MOST = 512;

    private final List<LiveTail> open = new CopyOnWriteArrayList<>();
    private long published;

    public Tails(long latestPosition) {
        published = latestPosition;
    }

    public synchronized void publish(List<StoredRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        published = records.getLast().position();
        for (LiveTail tail : open) {
            tail.offer(records);
        }
    }

    /** What a node withheld, when it is durable. Tails that are opened later are not told. */
    public synchronized void publishWithheld(String node, List<Withheld> entries) {
        List<WithheldCount> counts =
                entries.stream().map(entry -> WithheldCount.of(node, entry)).toList();
        open.forEach(tail -> tail.offerWithheld(counts));
    }

    public synchronized long latestPosition() {
        return published;
    }

    /** Nothing more is to be published up to this position. */
    public synchronized void skipTo(long position) {
        published = Math.max(published, position);
    }

    public boolean isEmpty() {
        return open.isEmpty();
    }

    /** What is already stored after the position is read through {@code history}; what is published from now on is handed over. */
    public synchronized RecordTail open(RecordFilter filter, long afterPosition, LiveTail.History history) {
        if (open.size() >= MOST) {
            throw new RecordStoreException.Busy(MOST + " live tails are open; close one, or try again later.");
        }
        LiveTail tail = new LiveTail(filter, new LiveTail.Backlog(history, afterPosition, published), open::remove);
        open.add(tail);
        return tail;
    }

    public void closeAll() {
        open.forEach(LiveTail::close);
    }
}
