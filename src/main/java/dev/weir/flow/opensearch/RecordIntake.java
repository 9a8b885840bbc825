package dev.weir.flow.opensearch;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordId;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.store.RecordStoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/**
 * Takes records in. A few batches are on their way at once; the others wait, and so do the daemons that sent them. A document's identity is the
 * record's, so a batch that comes again, to this server or another one, changes nothing.
 */
final class RecordIntake {
    private static final int WRITES_AT_ONCE = 8;
    private static final int RECORDS_PER_WRITE = 5_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Requests requests;
    private final RecordIndices indices;
    private final PositionLedger positions;
    private final SpoolStates spools;
    private final Semaphore writes = new Semaphore(WRITES_AT_ONCE, true);

    RecordIntake(Requests requests, RecordIndices indices, PositionLedger positions, SpoolStates spools) {
        this.requests = requests;
        this.indices = indices;
        this.positions = positions;
        this.spools = spools;
    }

    long append(String node, long spool, List<FlowRecord> records) {
        long known = spools.sequence(node, spool);
        List<FlowRecord> added =
                records.stream().filter(flow -> flow.sequence() > known).toList();
        if (added.isEmpty()) {
            return Math.max(known, 0);
        }
        limited(() -> write(node, spool, added));
        return spools.advance(node, spool, added.getLast().sequence());
    }

    private void write(String node, long spool, List<FlowRecord> records) {
        List<FlowRecord> kept = records.stream()
                .filter(flow -> !indices.isBeyondRetention(flow.time()))
                .toList();
        for (int start = 0; start < kept.size(); start += RECORDS_PER_WRITE) {
            writeAtOnce(node, spool, kept.subList(start, Math.min(start + RECORDS_PER_WRITE, kept.size())));
        }
    }

    private void writeAtOnce(String node, long spool, List<FlowRecord> records) {
        PositionLedger.Block block = positions.take(records.size());
        try {
            BulkWrite write = new BulkWrite();
            List<StoredRecord> stored = new ArrayList<>();
            for (int i = 0; i < records.size(); i++) {
                stored.add(new StoredRecord(block.first() + i, node, spool, records.get(i)));
            }
            for (StoredRecord record : stored) {
                write.create(indices.recordsOf(record.record().time()), record.id(), RecordDocument.of(record));
            }
            write.send(requests, true);
        } finally {
            positions.giveBack(block);
        }
    }

    /** @param told is given what was not stored before */
    long appendWithheld(String node, long spool, List<Withheld> withheld, BiConsumer<String, List<Withheld>> told) {
        long known = spools.sequence(node, spool);
        List<Withheld> added =
                withheld.stream().filter(entry -> entry.sequence() > known).toList();
        if (added.isEmpty()) {
            return Math.max(known, 0);
        }
        limited(() -> {
            BulkWrite write = new BulkWrite();
            for (Withheld entry : added) {
                if (indices.isBeyondRetention(entry.second())) {
                    continue;
                }
                write.create(
                        indices.withheldOf(entry.second()),
                        new RecordId(node, spool, entry.sequence()).toString(),
                        document(node, entry));
            }
            write.send(requests, true);
        });
        told.accept(node, added);
        return spools.advance(node, spool, added.getLast().sequence());
    }

    private static Map<String, Object> document(String node, Withheld entry) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", node);
        document.put("namespace", entry.namespace());
        document.put("second_ns", EpochNanos.of(entry.second()));
        document.put("second_ms", Math.floorDiv(EpochNanos.of(entry.second()), NANOS_PER_MILLI));
        document.put("allowed", entry.allowed());
        document.put("denied", entry.denied());
        return document;
    }

    private void limited(Runnable write) {
        try {
            writes.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RecordStoreException.Failed("Interrupted while records waited to be written.", interrupted);
        }
        try {
            write.run();
        } finally {
            writes.release();
        }
    }
}
