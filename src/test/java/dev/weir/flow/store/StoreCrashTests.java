package dev.weir.flow.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.testing.FlowRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process stores records and comes to a bad end; what it acknowledged must be there, once. */
class StoreCrashTests {
    private static final TimeRange ALL_TIME =
            TimeRange.before(FlowRecords.NOON.plus(Duration.ofDays(30)), Duration.ofDays(60));

    @TempDir
    Path directory;

    @Test
    void killedInTheMiddleOfIngestEverythingAcknowledgedIsThereAndNothingTwice() throws Exception {
        Path file = directory.resolve("records.duckdb");
        long acknowledged = 0;
        for (int kill = 0; kill < 3; kill++) {
            Process process = start(file.toString());
            try (BufferedReader output = process.inputReader()) {
                for (int batch = 0; batch < 10; batch++) {
                    acknowledged = Long.parseLong(output.readLine());
                }
                process.toHandle().destroyForcibly(); // SIGKILL, while the next batch is being written
                process.waitFor();
                for (String line = output.readLine(); line != null && !line.isEmpty(); line = output.readLine()) {
                    acknowledged = Long.parseLong(line);
                }
            }
            assertEachOnceAndAtLeast(file, acknowledged);
        }
    }

    @Test
    void whenTheFileCannotGrowNothingIsAcknowledgedThatIsNotThere() throws Exception {
        Path file = directory.resolve("records.duckdb");
        List<String> lines;
        Process process = start(file.toString(), IngestingProcess.FILES_MAY_NOT_GROW);
        try (BufferedReader output = process.inputReader()) {
            lines = new ArrayList<>(output.lines().toList());
        }
        assertThat(process.waitFor()).isZero();
        assertThat(lines.removeLast()).isEqualTo("Full");
        lines.removeIf(line -> !line.matches("\\d+")); // what is logged
        long acknowledged = lines.isEmpty() ? 0 : Long.parseLong(lines.getLast());
        assertThat(acknowledged).isPositive();
        long stored = assertEachOnceAndAtLeast(file, acknowledged);
        try (RecordStore store = IngestingProcess.store(file)) {
            assertThat(store.append(
                            IngestingProcess.NODE,
                            IngestingProcess.SPOOL,
                            List.of(FlowRecords.allowed(stored + 1, FlowRecords.NOON))))
                    .isEqualTo(stored + 1);
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Djava.io.tmpdir=" + directory); // the engine's library, which a killed process leaves behind
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), IngestingProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long assertEachOnceAndAtLeast(Path file, long acknowledged) {
        try (RecordStore store = IngestingProcess.store(file)) {
            List<Long> sequences = new ArrayList<>();
            RecordQuery query = new RecordQuery(
                    RecordFilter.ALL, ALL_TIME, RecordQuery.Order.OLDEST_FIRST, RecordStore.MAX_PAGE, "");
            for (RecordPage page = store.query(query); ; page = store.query(query.continuedBy(page.continueToken()))) {
                page.records().stream().map(StoredRecord::record).forEach(flow -> sequences.add(flow.sequence()));
                if (page.continueToken().isEmpty()) {
                    break;
                }
            }
            assertThat(sequences)
                    .isEqualTo(
                            LongStream.rangeClosed(1, sequences.size()).boxed().toList());
            assertThat(sequences).hasSizeGreaterThanOrEqualTo((int) acknowledged);
            assertThat(store.topPairs(RecordFilter.ALL, ALL_TIME, 1))
                    .as("each counted once")
                    .extracting(PairCount::records)
                    .containsExactly((long) sequences.size());
            assertThat(store.append(IngestingProcess.NODE, IngestingProcess.SPOOL, List.of()))
                    .isEqualTo(sequences.size());
            return sequences.size();
        }
    }
}
