package dev.weir.daemon.grpc;

import dev.weir.proto.v1.Record;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what a store keeps: nothing at or below the highest sequence of a spool. */
final class FakeServer {
    private final Map<Long, Long> highest = new HashMap<>();
    private final List<Record> stored = new ArrayList<>();

    /** Returns the sequence up to which it has the spool. */
    long append(RecordSpool.Batch batch) {
        for (Record record : RecordSpoolTests.records(batch)) {
            if (record.getSequence() > highest.getOrDefault(batch.spool(), 0L)) {
                highest.put(batch.spool(), record.getSequence());
                stored.add(record);
            }
        }
        return highest.getOrDefault(batch.spool(), 0L);
    }

    /** In the order in which they came. */
    List<Record> stored() {
        return stored;
    }
}
