package dev.weir.flow.store;

import dev.weir.flow.StoredRecord;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records that match a filter, as they are stored. For one reader; {@code close} may be called by any thread and ends a waiting read. */
public interface RecordTail extends AutoCloseable {

    /** Waits for something to tell; null when nothing came in that time, or the tail is closed. */
    @Nullable
    Event next(Duration timeout) throws InterruptedException;

    boolean isClosed();

    @Override
    void close();

    sealed interface Event {}

    /** In order of arrival. */
    record Arrived(List<StoredRecord> records) implements Event {
        public Arrived {
            records = List.copyOf(records);
        }
    }

    /** What budgets kept from being recorded, as a node has told it just now: among the records, but none of them. */
    record Withheld(List<WithheldCount> counts) implements Event {
        public Withheld {
            counts = List.copyOf(counts);
        }
    }

    /** The reader was too slow: so many matching records were not delivered. They are in the store. */
    record Gap(long missed, long afterPosition) implements Event {}
}
