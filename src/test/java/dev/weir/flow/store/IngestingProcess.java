package dev.weir.flow.store;

import dev.weir.flow.FlowRecord;
import dev.weir.flow.testing.FlowRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A process that stores records without end, as a daemon would send them, and prints the sequence that was acknowledged after each batch. It goes on
 * where the store says the spool is.
 */
final class IngestingProcess {
    static final String NODE = "node-1";
    static final long SPOOL = 7;
    static final String FILES_MAY_NOT_GROW = "files-may-not-grow";
    private static final int BATCH = 500;
    private static final int LARGEST_FILE = 6 << 20;

    private IngestingProcess() {}

    /** Counts pairs often, so that many a kill meets it. */
    static RecordStore store(Path file) {
        DuckDbSettings settings =
                new DuckDbSettings(file, Duration.ofDays(99_999), Long.MAX_VALUE, 0, 256 << 20, 2, Clock.systemUTC());
        return DuckDbRecordStore.open(settings, 2L * BATCH);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (RecordStore store = store(Path.of(arguments[0]))) {
            long durable = store.append(NODE, SPOOL, List.of());
            if (List.of(arguments).contains(FILES_MAY_NOT_GROW)) {
                limitFiles();
            }
            while (true) {
                durable = store.append(NODE, SPOOL, batch(durable + 1));
                System.out.println(durable);
            }
        } catch (RecordStoreException refused) {
            System.out.println(refused.getClass().getSimpleName());
        }
    }

    /** The kernel refuses to let any file of this process grow further, as a full volume would. */
    private static void limitFiles() throws IOException, InterruptedException {
        String self = Long.toString(ProcessHandle.current().pid());
        Process limit = new ProcessBuilder("prlimit", "--pid", self, "--fsize=" + LARGEST_FILE)
                .inheritIO()
                .start();
        if (limit.waitFor() != 0) {
            throw new IllegalStateException("prlimit failed");
        }
    }

    private static List<FlowRecord> batch(long first) {
        return LongStream.range(first, first + BATCH)
                .mapToObj(sequence -> FlowRecords.allowed(sequence, FlowRecords.NOON.plusMillis(sequence)))
                .toList();
    }
}
