package dev.weir.flow.store;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.duckdb.DuckDBAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Batches that wait are written in one transaction, so that many nodes share the cost of making it durable. The
 * highest sequence of each spool is kept in a table of its own, in the same transaction: duplicates are known by it even when the
 * records themselves are deleted long since.
 *
 * <p>Worst case: the process dies after the commit and before the answer. The daemon sends the batch again, to this or a restarted server,
 * which finds the sequence in the table and stores nothing twice.
 */
final class RecordWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);

    private static final String CREATE_SPOOLS =
            "CREATE TABLE IF NOT EXISTS spool (node VARCHAR, spool BIGINT, sequence BIGINT, position BIGINT, PRIMARY KEY (node, spool))";
    private static final String CREATE_WITHHELD =
            "CREATE TABLE IF NOT EXISTS withheld (node VARCHAR, second_ns BIGINT, namespace VARCHAR, allowed BIGINT, denied BIGINT)";
    private static final String ADVANCE_SPOOL =
            "INSERT INTO spool VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET sequence = excluded.sequence, position = excluded.position";
    private static final int WAITING_BATCHES = 256;
    private static final int RECORDS_PER_TRANSACTION = 20_000;

    private final DuckDb engine;
    private final PairHours pairs;
    private final RecordTable table = new RecordTable();
    private final Tails tails;
    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(WAITING_BATCHES);
    private final Map<Spool, Long> sequences = new HashMap<>();
    private final Thread thread;
    private long position;
    private volatile Held held = Held.NOTHING;
    private volatile boolean stopped;

    private record Spool(String node, long spool) {}

    private sealed interface Task {
        CompletableFuture<Long> done();
    }

    private record Batch(Spool spool, List<FlowRecord> records, CompletableFuture<Long> done) implements Task {}

    private record Summaries(Spool spool, List<Withheld> withheld, CompletableFuture<Long> done) implements Task {}

    private record Deletion(long timeNanos, CompletableFuture<Long> done) implements Task {}

    private record Sweep(CompletableFuture<Long> done) implements Task {}

    private record Checkpoint(CompletableFuture<Long> done) implements Task {}

    private record Stop(CompletableFuture<Long> done) implements Task {}

    RecordWriter(DuckDb engine, PairHours pairs) throws SQLException {
        this.engine = engine;
        this.pairs = pairs;
        engine.execute(RecordTable.CREATE);
        engine.execute(PeerRow.CREATE);
        engine.execute(DecisionRow.CREATE);
        for (String column : DecisionRow.ADD) {
            engine.execute(column);
        }
        engine.execute(CREATE_WITHHELD);
        engine.execute(CREATE_SPOOLS);
        pairs.create();
        load();
        tails = new Tails(position);
        thread = Thread.ofPlatform().name("record-writer").daemon().start(this::run);
    }

    private void load() {
        engine.ask("SELECT node, spool, sequence, position FROM spool", List.of(), row -> {
                    sequences.put(new Spool(row.getString(1), row.getLong(2)), row.getLong(3));
                    return row.getLong(4);
                })
                .forEach(stored -> position = Math.max(position, stored));
        table.forgetShared(last(PeerRow.TABLE), last(DecisionRow.TABLE));
        pairs.load();
        loadHeld();
    }

    private void loadHeld() {
        held = engine.ask(Held.QUESTION, List.of(), Held::read).getFirst();
    }

    /** What is there after the last transaction. */
    Held held() {
        return held;
    }

    private long last(String shared) {
        return engine.ask("SELECT coalesce(max(id), 0) FROM " + shared, List.of(), row -> row.getLong(1))
                .getFirst();
    }

    Tails tails() {
        return tails;
    }

    /** Returns the sequence up to which the spool is durable. */
    long write(String node, long spool, List<FlowRecord> records) {
        return await(new Batch(new Spool(node, spool), List.copyOf(records), new CompletableFuture<>()));
    }

    /** The same for what was withheld. */
    long writeWithheld(String node, long spool, List<Withheld> withheld) {
        return await(new Summaries(new Spool(node, spool), List.copyOf(withheld), new CompletableFuture<>()));
    }

    /** Deletes what is older, and what was counted of it; returns how many rows that were. */
    long deleteBefore(long timeNanos) {
        return await(new Deletion(timeNanos, new CompletableFuture<>()));
    }

    /** Deletes what no record shares any more; returns how many rows that were. */
    long sweep() {
        return await(new Sweep(new CompletableFuture<>()));
    }

    /** Makes the room of deleted records free for others. */
    void checkpoint() {
        await(new Checkpoint(new CompletableFuture<>()));
    }

    private long await(Task task) {
        try {
            tasks.put(task);
            if (stopped) {
                refuseWaiting();
            }
            return task.done().join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RecordStoreException.Failed("Interrupted while records waited to be written.", interrupted);
        } catch (CompletionException failed) {
            throw refusal(Objects.requireNonNullElse(failed.getCause(), failed));
        }
    }

    private static RecordStoreException refusal(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof RecordStoreException refused) {
            return refused;
        }
        return message.contains("No space left") || message.contains("File too large")
                ? new RecordStoreException.Full("The volume of the record store is full.", cause)
                : new RecordStoreException.Failed("The record store cannot write.", cause);
    }

    private void run() {
        try {
            while (perform(tasks.take())) {
                // The next task waits in the queue.
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            stopped = true;
            refuseWaiting();
        }
    }

    private boolean perform(Task task) {
        try {
            switch (task) {
                case Batch batch -> writeWithWaiting(batch);
                case Summaries summaries -> summaries.done().complete(write(summaries));
                case Deletion deletion -> deletion.done().complete(deleted(deletion.timeNanos()));
                case Sweep sweep -> sweep.done().complete(swept());
                case Checkpoint checkpoint -> {
                    engine.execute("CHECKPOINT");
                    checkpoint.done().complete(0L);
                }
                case Stop unused -> {
                    return false;
                }
            }
        } catch (SQLException | RuntimeException failed) {
            task.done().completeExceptionally(failed);
        }
        return true;
    }

    private long deleted(long timeNanos) throws SQLException {
        long[] deleted = {0};
        transaction(() -> {
            deleted[0] = delete(
                    "DELETE FROM entry WHERE time_ns < " + timeNanos,
                    "DELETE FROM withheld WHERE second_ns < " + timeNanos);
            if (deleted[0] > 0) {
                pairs.deleteBefore(timeNanos);
            }
        });
        if (deleted[0] > 0) {
            loadHeld();
        }
        return deleted[0];
    }

    private long swept() throws SQLException {
        long[] deleted = {0};
        transaction(() -> deleted[0] = delete(
                "DELETE FROM peer WHERE id NOT IN (SELECT src FROM entry UNION SELECT dest FROM entry)",
                "DELETE FROM decision WHERE id NOT IN (SELECT DISTINCT decision FROM entry)"));
        table.forgetShared(0, 0);
        return deleted[0];
    }

    private long delete(String... statements) throws SQLException {
        long deleted = 0;
        try (Statement statement = engine.writing().createStatement()) {
            for (String sql : statements) {
                deleted += statement.executeUpdate(sql);
            }
        }
        return deleted;
    }

    private void writeWithWaiting(Batch first) {
        List<Batch> batches = new ArrayList<>(List.of(first));
        int size = first.records().size();
        while (size < RECORDS_PER_TRANSACTION && tasks.peek() instanceof Batch next) {
            tasks.remove();
            batches.add(next);
            size += next.records().size();
        }
        try {
            write(batches);
            batches.forEach(batch -> batch.done().complete(sequences.getOrDefault(batch.spool(), 0L)));
        } catch (SQLException | RuntimeException failed) {
            batches.forEach(batch -> batch.done().completeExceptionally(failed));
        }
        countPairs();
    }

    /** Nobody waits for it. What could not be counted is looked at as records until it can be. */
    private void countPairs() {
        if (!pairs.isDue(position)) {
            return;
        }
        try {
            transaction(pairs::count);
            pairs.noteCounted();
        } catch (SQLException | RuntimeException failed) {
            LOG.warn("Pairs could not be counted; trying again with the next records.", failed);
        }
    }

    private void write(List<Batch> batches) throws SQLException {
        Map<Spool, Long> advanced = new HashMap<>();
        List<StoredRecord> added = new ArrayList<>();
        for (Batch batch : batches) {
            long known = advanced.getOrDefault(batch.spool(), sequences.getOrDefault(batch.spool(), -1L));
            for (FlowRecord flow : batch.records()) {
                if (flow.sequence() > known) {
                    noteGap(batch.spool(), known, flow.sequence());
                    known = flow.sequence();
                    added.add(new StoredRecord(
                            position + added.size() + 1,
                            batch.spool().node(),
                            batch.spool().spool(),
                            flow));
                }
            }
            advanced.put(batch.spool(), known);
        }
        if (!added.isEmpty()) {
            commit(added, advanced);
            sequences.putAll(advanced);
            position = added.getLast().position();
            held = held.and(added);
            tails.publish(added);
        }
    }

    /** The sequences of a spool follow each other. A node counts what it could not keep; what else is missing is a defect. */
    private static void noteGap(Spool spool, long known, long next) {
        if (known > 0 && next > known + 1) {
            LOG.warn(
                    "Records {} to {} of node {}, spool {}, never came; the node counts those that it had to drop.",
                    known + 1,
                    next - 1,
                    spool.node(),
                    Long.toHexString(spool.spool()));
        }
    }

    private long write(Summaries summaries) throws SQLException {
        Spool spool = summaries.spool();
        long known = sequences.getOrDefault(spool, -1L);
        List<Withheld> added = summaries.withheld().stream()
                .filter(entry -> entry.sequence() > known)
                .toList();
        if (!added.isEmpty()) {
            noteGap(spool, known, added.getFirst().sequence());
            engine.requireRoom();
            long last = added.getLast().sequence();
            transaction(() -> {
                try (DuckDBAppender rows = engine.writing().createAppender("withheld")) {
                    for (Withheld entry : added) {
                        append(rows, spool.node(), entry);
                    }
                }
                advance(Map.of(spool, last), position);
            });
            sequences.put(spool, last);
            held = held.andWithheld();
            tails.publishWithheld(spool.node(), added);
        }
        return sequences.getOrDefault(spool, 0L);
    }

    private static void append(DuckDBAppender row, String node, Withheld entry) throws SQLException {
        row.beginRow();
        row.append(node);
        row.append(EpochNanos.of(entry.second()));
        row.append(entry.namespace());
        row.append(entry.allowed());
        row.append(entry.denied());
        row.endRow();
    }

    private void commit(List<StoredRecord> added, Map<Spool, Long> advanced) throws SQLException {
        engine.requireRoom();
        transaction(() -> {
            table.append(engine.writing(), added);
            advance(advanced, added.getLast().position());
        });
    }

    private interface Writing {
        void run() throws SQLException;
    }

    /**
     * A transaction that fails is undone as a whole. Whether a failed commit reached the disk only the file knows: it is opened anew, and what
     * stands in it is what counts.
     */
    private void transaction(Writing writing) throws SQLException {
        try {
            engine.execute("BEGIN TRANSACTION");
            writing.run();
            engine.execute("COMMIT");
        } catch (SQLException | RuntimeException failed) {
            try {
                engine.reopen();
                load();
            } catch (SQLException | RuntimeException stillBroken) {
                failed.addSuppressed(stillBroken);
            }
            throw failed;
        }
    }

    private void advance(Map<Spool, Long> advanced, long lastPosition) throws SQLException {
        try (PreparedStatement statement = engine.writing().prepareStatement(ADVANCE_SPOOL)) {
            for (Map.Entry<Spool, Long> entry : advanced.entrySet()) {
                statement.setString(1, entry.getKey().node());
                statement.setLong(2, entry.getKey().spool());
                statement.setLong(3, entry.getValue());
                statement.setLong(4, lastPosition);
                statement.executeUpdate();
            }
        }
    }

    /** Also called by a writer that put its task into the queue just after the thread had emptied it. */
    private void refuseWaiting() {
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            task.done().completeExceptionally(new RecordStoreException.Busy("The record store is closed."));
        }
    }

    @Override
    public void close() {
        try {
            tasks.put(new Stop(new CompletableFuture<>()));
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
