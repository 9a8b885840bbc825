package dev.weir.flow.otlp;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.RecordTail;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every record once it is stored, in the order of positions, and goes on after the last one that the collector took: at least once, each with an
 * identity by which a receiver can drop what it has. A batch is sent until it is taken. While that lasts the tail's queue may overflow; then the
 * records are read from the store. Only what the store's retention deletes meanwhile is lost, and counted.
 */
public final class OtlpExport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpExport.class);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long ANSWER_SECONDS = 30;

    private final RecordStore store;
    private final OtlpSettings settings;
    private final LogRecordExporter exporter;
    private final ExportCursor cursor;
    private final AtomicLong position;
    private final AtomicLong exported = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private OtlpExport(RecordStore store, OtlpSettings settings) {
        this.store = store;
        this.settings = settings;
        exporter = OtlpHttpLogRecordExporter.builder()
                .setEndpoint(settings.endpoint().toString())
                .setCompression("gzip")
                .setRetryPolicy(null)
                .build();
        cursor = new ExportCursor(settings.cursorFile());
        position = new AtomicLong(cursor.read(store.latestPosition()));
        thread = Thread.ofPlatform().name("otlp-export").daemon().unstarted(this::run);
    }

    public static OtlpExport start(RecordStore store, OtlpSettings settings) {
        OtlpExport export = new OtlpExport(store, settings);
        export.thread.start();
        return export;
    }

    /** Records that the collector has taken. */
    public long exported() {
        return exported.get();
    }

    /** Records that the store had deleted before they could be sent. */
    public long lost() {
        return lost.get();
    }

    /** Batches that the collector did not take at once. */
    public long failures() {
        return failures.get();
    }

    /** Records that are stored and not sent yet. */
    public long waiting() {
        return Math.max(0, store.latestPosition() - position.get());
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                follow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one tail until it overflows or fails; the next one begins after the last record that was taken. */
    private void follow() throws InterruptedException {
        try (RecordTail tail = store.tail(RecordFilter.ALL, position.get())) {
            while (closed.getCount() > 0 && !tail.isClosed()) {
                switch (tail.next(POLL)) {
                    case RecordTail.Arrived arrived -> send(arrived.records());
                    case RecordTail.Gap gap -> {
                        return;
                    }
                    case RecordTail.Withheld withheld -> {}
                    case null -> {}
                }
            }
        } catch (RuntimeException failed) {
            LOG.warn("The export of records has to wait; trying again.", failed);
            pause(LONGEST_RETRY);
        }
    }

    private void send(List<StoredRecord> records) throws InterruptedException {
        List<RecordLog> logs = records.stream().map(RecordLog::of).toList();
        Duration wait = settings.firstRetry();
        while (closed.getCount() > 0) {
            CompletableResultCode result = exporter.export(List.copyOf(logs)).join(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (result.isSuccess()) {
                taken(records);
                return;
            }
            failures.incrementAndGet();
            pause(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? wait.multipliedBy(2) : LONGEST_RETRY;
        }
    }

    /** Positions grow by one, so those that were never seen are records that are no longer there. */
    private void taken(List<StoredRecord> records) {
        long last = records.getLast().position();
        lost.addAndGet(last - position.get() - records.size());
        exported.addAndGet(records.size());
        cursor.write(last);
        position.set(last);
    }

    private void pause(Duration duration) throws InterruptedException {
        boolean unused = closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        exporter.shutdown().join(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
