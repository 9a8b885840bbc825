package dev.weir.flow.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.RecordedEnd;
import dev.weir.net.IpAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared rows by their numbers, here ends, from the table when they are not known. */
class KnownRowsTests {
    private static final int MANY = KnownRows.KNOWN + 2_500;

    @TempDir
    Path directory;

    private final KnownRows<RecordedEnd> ends = new KnownRows<>(PeerRow.TABLE, PeerRow.COLUMNS, PeerRow::read);
    private DuckDb engine;

    @BeforeEach
    void someEndsAreStored() throws Exception {
        engine = new DuckDb(new DuckDbSettings(
                directory.resolve("records.duckdb"),
                Duration.ofDays(7),
                Long.MAX_VALUE,
                0,
                256 << 20,
                2,
                Clock.systemUTC()));
        engine.execute(PeerRow.CREATE);
        engine.execute(
                "INSERT INTO peer SELECT range, '10.0.0.1', '', 'pod-' || range, 'shop', 'Deployment', 'app-' || range,"
                        + " 'node-1', NULL FROM range(" + MANY + ")");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static RecordedEnd end(int number) {
        Workload workload = new Workload("Deployment", "app-" + number);
        return new RecordedEnd(
                IpAddress.parse("10.0.0.1"),
                new FlowPeer.PodEnd(new PodRef("shop", "pod-" + number), workload, "node-1"));
    }

    private Map<Long, RecordedEnd> ask(LongStream numbers) {
        List<Long> list = numbers.boxed().toList();
        return engine.snapshot(questions -> ends.of(list, questions));
    }

    @Test
    void moreThanAreReadAtOnceAreAllFoundAndNoMoreAreKeptThanTheBound() {
        Map<Long, RecordedEnd> all = ask(LongStream.range(0, MANY));
        assertThat(all).hasSize(MANY).containsEntry(0L, end(0));
        assertThat(all).containsEntry(MANY - 1L, end(MANY - 1));
        assertThat(ends.size()).isEqualTo(KnownRows.KNOWN);
        assertThat(ask(LongStream.of(0, MANY - 1)))
                .as("one that was forgotten and one that is known")
                .containsOnly(Map.entry(0L, end(0)), Map.entry(MANY - 1L, end(MANY - 1)));
    }

    @Test
    void whatIsKnownIsNotReadAgain() throws Exception {
        assertThat(ask(LongStream.of(7))).containsOnly(Map.entry(7L, end(7)));
        engine.execute("DELETE FROM peer");
        assertThat(ask(LongStream.of(7))).containsOnly(Map.entry(7L, end(7)));
        assertThat(ask(LongStream.of(8))).isEmpty();
    }
}
