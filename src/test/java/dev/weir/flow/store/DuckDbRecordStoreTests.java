package dev.weir.flow.store;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static dev.weir.flow.testing.FlowRecords.allowed;
import static dev.weir.flow.testing.FlowRecords.denied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.flow.FlowRecord;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.testing.FlowRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link DuckDbRecordStore} keeps the contract, and what it keeps outlives it. */
class DuckDbRecordStoreTests extends RecordStoreContract {
    private static final Clock CLOCK = Clock.fixed(NOON.plusSeconds(60), ZoneOffset.UTC);

    private static final long COUNTED_TOGETHER = 64;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("sub/records.duckdb");
    }

    @Override
    protected RecordStore open() {
        return open(Duration.ofDays(7), Long.MAX_VALUE);
    }

    private DuckDbRecordStore open(Duration retention, long maxBytes) {
        return open(retention, maxBytes, 0);
    }

    private DuckDbRecordStore open(Duration retention, long maxBytes, long minFreeBytes) {
        return DuckDbRecordStore.open(
                new DuckDbSettings(file(), retention, maxBytes, minFreeBytes, 256 << 20, 2, CLOCK), COUNTED_TOGETHER);
    }

    @Test
    void recordsAreNotAcknowledgedWhileTheVolumeHasTooLittleRoom() {
        store.append("node-1", 9, List.of(allowed(1, NOON)));
        store.close();
        store = open(Duration.ofDays(7), Long.MAX_VALUE, Long.MAX_VALUE);
        assertThatThrownBy(() -> store.append("node-1", 9, List.of(denied(2, NOON))))
                .isInstanceOf(RecordStoreException.Full.class);
        assertThat(store.stall())
                .hasValueSatisfying(stall -> assertThat(stall.since()).isEqualTo(CLOCK.instant()));
        assertThat(all("")).as("questions are answered").hasSize(1);
        store.close();
        store = open();
        assertThat(store.append("node-1", 9, List.of(denied(2, NOON)))).isEqualTo(2);
        assertThat(all("")).hasSize(2);
    }

    @Test
    void aPageIsTheSameHoweverFarApartItsRecordsAre() {
        store.append(
                "node-1",
                9,
                List.of(
                        allowed(1, NOON),
                        denied(2, NOON.plusSeconds(86_400 * 3)),
                        denied(3, NOON.plusSeconds(86_400 * 30))));
        TimeRange months = new TimeRange(NOON.minusSeconds(86_400 * 30), NOON.plusSeconds(86_400 * 60));
        assertThat(store.query(RecordQuery.newest(RecordFilter.ALL, months, 10)).records())
                .extracting(s -> s.record().sequence())
                .containsExactly(3L, 2L, 1L);
    }

    @Test
    void recordsAndPositionsOutliveARestart() {
        store.append("node-1", 9, List.of(allowed(1, NOON), denied(2, NOON)));
        long latest = store.latestPosition();
        store.close();
        store = open();
        assertThat(all("")).hasSize(2);
        assertThat(store.latestPosition()).isEqualTo(latest);
        assertThat(store.append("node-1", 9, List.of(denied(2, NOON)))).isEqualTo(2);
        assertThat(all("")).hasSize(2);
    }

    @Test
    void whatIsOlderThanTheRetentionIsDeletedButNotStoredAgain() {
        store.append("node-1", 9, List.of(allowed(1, NOON), denied(2, NOON.plusSeconds(50))));
        store.close();
        DuckDbRecordStore strict = open(Duration.ofSeconds(30), Long.MAX_VALUE);
        store = strict;
        strict.deleteOld();
        assertThat(all("")).extracting(s -> s.record().sequence()).containsExactly(2L);
        strict.append("node-1", 9, List.of(allowed(1, NOON)));
        assertThat(all("")).hasSize(1);
    }

    @Test
    void whatTheStoreHoldsIsKnownAfterADeletionAndAfterARestart() {
        store.append("node-1", 9, List.of(allowed(1, NOON), denied(2, NOON.plusSeconds(50))));
        store.appendWithheld("node-1", 10, List.of(new Withheld(1, NOON.plusSeconds(55), "shop", 2, 3)));
        store.close();
        DuckDbRecordStore strict = open(Duration.ofSeconds(30), Long.MAX_VALUE);
        store = strict;
        TimeRange minute = new TimeRange(NOON, NOON.plusSeconds(60));
        assertThat(strict.stats().oldest()).isEqualTo(NOON);
        assertThat(strict.withheld(minute, Duration.ofMinutes(1))).hasSize(1);
        strict.deleteOld();
        assertThat(strict.stats().records()).isEqualTo(1);
        assertThat(strict.stats().oldest()).isEqualTo(NOON.plusSeconds(50));
        assertThat(strict.withheld(minute, Duration.ofMinutes(1))).hasSize(1);
    }

    @Test
    void whatNoRecordSharesAnyMoreIsSweptAndWhatIsStoredAfterwardsIsWhole() {
        store.append("node-1", 9, List.of(allowed(1, NOON), denied(2, NOON.plusSeconds(50))));
        store.close();
        DuckDbRecordStore strict = open(Duration.ofSeconds(30), Long.MAX_VALUE);
        store = strict;
        strict.deleteOld();
        strict.sweep();
        strict.append("node-1", 9, List.of(allowed(3, NOON.plusSeconds(55)), denied(4, NOON.plusSeconds(56))));
        assertThat(all(""))
                .extracting(s -> s.record())
                .containsExactly(
                        denied(4, NOON.plusSeconds(56)),
                        allowed(3, NOON.plusSeconds(55)),
                        denied(2, NOON.plusSeconds(50)));
    }

    @Test
    void anEndThatWasNamedBeforeASweepIsNotTakenForTheOneThatComesAfterIt() {
        TimeRange ever = new TimeRange(NOON, NOON.plusSeconds(3600));
        store.append("node-1", 9, List.of(allowed(1, NOON)));
        store.close();
        DuckDbRecordStore strict = open(Duration.ofSeconds(30), Long.MAX_VALUE);
        store = strict;
        assertThat(strict.topPairs(RecordFilter.ALL, ever, 10))
                .extracting(pair -> pair.source().name())
                .containsExactly("web");
        strict.deleteOld();
        strict.sweep();
        strict.append("node-1", 9, List.of(denied(2, NOON.plusSeconds(50))));
        assertThat(strict.topPairs(RecordFilter.ALL, ever, 10))
                .extracting(pair -> pair.source().name())
                .containsExactly("Rogue_1");
        assertThat(strict.pairPorts(RecordFilter.ALL, ever, 10))
                .extracting(port -> port.pair().source().name())
                .containsExactly("Rogue_1");
    }

    @Test
    void roomThatRetentionHasFreedWithinTheFileCountsButTheLogNeedsTheVolume() {
        long mib = 1 << 20;
        assertThat(DuckDb.isRoom(600 * mib, 0, 512 * mib)).isTrue();
        assertThat(DuckDb.isRoom(200 * mib, 0, 512 * mib)).isFalse();
        assertThat(DuckDb.isRoom(200 * mib, 400 * mib, 512 * mib)).isTrue();
        assertThat(DuckDb.isRoom(100 * mib, 9000 * mib, 512 * mib)).isFalse();
    }

    @Test
    void aFileOfTheEarlierLayoutIsSetAsideAndKept() throws Exception {
        store.close();
        Files.delete(file());
        try (Connection earlier = DriverManager.getConnection("jdbc:duckdb:" + file());
                Statement statement = earlier.createStatement()) {
            statement.execute("CREATE TABLE record (position BIGINT)");
        }
        store = open();
        assertThat(store.append("node-1", 9, List.of(allowed(1, NOON)))).isEqualTo(1);
        assertThat(Path.of(file() + ".earlier-layout")).exists();
    }

    @Test
    void positionsNeverGoBackEvenWhenEverythingIsDeleted() {
        store.append("node-1", 9, random(100));
        store.close();
        DuckDbRecordStore strict = open(Duration.ofSeconds(-36_000), Long.MAX_VALUE);
        strict.deleteOld();
        strict.close();
        store = open();
        assertThat(store.stats().records()).isZero();
        assertThat(store.latestPosition()).isEqualTo(100);
    }

    @Test
    void aFullStoreDropsItsOldestRecords() {
        store.append("node-1", 9, random(1000));
        store.close();
        DuckDbRecordStore small = open(Duration.ofDays(7), 1);
        store = small;
        small.deleteOld();
        assertThat(small.stats().records()).isBetween(850L, 950L);
        Instant oldest = Objects.requireNonNull(small.stats().oldest());
        assertThat(random(1000))
                .filteredOn(flow -> !flow.time().isBefore(oldest))
                .hasSize((int) small.stats().records());
    }

    @Test
    void pairsAreCountedOnceForEveryHourAndTheCountsOutliveARestart() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        MemoryRecordStore reference = new MemoryRecordStore();
        appendToBoth(reference, someHours(random, 1, 1000));
        store.close();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file());
                Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery("SELECT sum(records) FROM pair_hour")) {
            counted.next();
            assertThat(counted.getLong(1)).isEqualTo(1000 / COUNTED_TOGETHER * COUNTED_TOGETHER);
        }
        store = open();
        assertSamePairs(reference, random);
        appendToBoth(reference, someHours(random, 1001, 200));
        assertSamePairs(reference, random);
    }

    @Test
    void whatRetentionHasDeletedOfAnHourIsNotAmongItsPairs() {
        SplittableRandom random = new SplittableRandom(SEED);
        store.append("node-1", 9, someHours(random, 1, 1000));
        store.close();
        DuckDbRecordStore strict = open(Duration.ofMinutes(-100), Long.MAX_VALUE);
        store = strict;
        strict.deleteOld();
        MemoryRecordStore reference = new MemoryRecordStore();
        TimeRange ever = new TimeRange(NOON, NOON.plus(SOME_HOURS));
        List<FlowRecord> left =
                strict.query(RecordQuery.newest(RecordFilter.ALL, ever, RecordStore.MAX_PAGE)).records().stream()
                        .map(StoredRecord::record)
                        .sorted(Comparator.comparingLong(FlowRecord::sequence))
                        .toList();
        assertThat(left).hasSizeBetween(600, 720);
        reference.append("node-1", 9, left);
        assertSamePairs(reference, random);
        appendToBoth(reference, someHours(random, 1001, 200));
        assertSamePairs(reference, random);
    }

    private void appendToBoth(RecordStore reference, List<FlowRecord> records) {
        for (List<FlowRecord> batch = records;
                !batch.isEmpty();
                batch = batch.subList(Math.min(50, batch.size()), batch.size())) {
            store.append("node-1", 9, batch.subList(0, Math.min(50, batch.size())));
        }
        reference.append("node-1", 9, records);
    }

    private static List<FlowRecord> someHours(SplittableRandom random, long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(sequence -> FlowRecords.random(random, sequence, SOME_HOURS))
                .toList();
    }

    @Test
    void aClosedStoreRefusesRecords() {
        store.close();
        assertThatThrownBy(() -> store.append("node-1", 9, List.of(allowed(1, NOON))))
                .isInstanceOf(RecordStoreException.Busy.class);
        store = open();
    }
}
