package dev.weir.flow.store;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.PodRef;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.BothEnds.Joined;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BothEndsTests {
    private static final TimeRange HOUR = new TimeRange(NOON, NOON.plusSeconds(3600));
    private final RecordStore store = new MemoryRecordStore();

    private static FlowRecord record(long sequence, double seconds, Direction direction, Verdict verdict, int port) {
        return new FlowRecord(
                sequence,
                NOON.plusMillis((long) (seconds * 1000)),
                NOON.plusMillis((long) (seconds * 1000)),
                verdict,
                direction,
                new Connection(Protocol.TCP, IpAddress.parse("10.0.0.1"), port, IpAddress.parse("10.0.0.2"), 80),
                new FlowPeer.PodEnd(new PodRef("shop", "web-1"), null, "node-1"),
                new FlowPeer.PodEnd(new PodRef("shop", "cart-1"), null, "node-2"),
                List.of(),
                1,
                1);
    }

    private void leaving(long sequence, double seconds, Verdict verdict, int port) {
        store.append("node-1", 1, List.of(record(sequence, seconds, Direction.EGRESS, verdict, port)));
    }

    private void entering(long sequence, double seconds, Verdict verdict, int port) {
        store.append("node-2", 1, List.of(record(sequence, seconds, Direction.INGRESS, verdict, port)));
    }

    private List<Joined> joined(String filter, int limit) {
        List<Joined> rows = new ArrayList<>();
        RecordQuery query = RecordQuery.newest(RecordFilter.parse(filter), HOUR, limit);
        for (RecordPage page = store.query(query); ; page = store.query(query.continuedBy(page.continueToken()))) {
            rows.addAll(new BothEnds(store).join(page, query));
            if (page.continueToken().isEmpty()) {
                return rows;
            }
        }
    }

    @Test
    void theTwoEndsOfAConnectionAreOneRow() {
        leaving(1, 1.000, Verdict.ALLOWED, 40_000);
        entering(1, 1.002, Verdict.DENIED, 40_000);
        List<Joined> rows = joined("", 100);
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().record().node()).isEqualTo("node-2");
        assertThat(Objects.requireNonNull(rows.getFirst().other()).record().verdict())
                .isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void aPairIsShownOnceWhereverPagesAreCut() {
        for (int i = 1; i <= 5; i++) {
            leaving(i, i, Verdict.ALLOWED, 40_000 + i);
            entering(i, i + 0.5, Verdict.ALLOWED, 40_000 + i);
        }
        for (int limit = 1; limit <= 10; limit++) {
            assertThat(joined("", limit)).as("pages of %d", limit).hasSize(5).allMatch(row -> row.other() != null);
        }
    }

    @Test
    void theOtherEndIsFoundEvenWhenTheFilterLeavesItOut() {
        leaving(1, 1, Verdict.ALLOWED, 40_000);
        entering(1, 1.1, Verdict.DENIED, 40_000);
        List<Joined> rows = joined("disposition=allow", 100);
        assertThat(rows).hasSize(1);
        assertThat(Objects.requireNonNull(rows.getFirst().other()).record().verdict())
                .isEqualTo(Verdict.DENIED);
    }

    @Test
    void aLostEndIsSaidToBeExpected() {
        entering(1, 1, Verdict.DENIED, 40_000);
        store.append("node-1", 2, List.of(FlowRecords.deniedEgress(1, NOON)));
        List<Joined> rows = joined("", 100);
        assertThat(rows).extracting(Joined::other).containsOnlyNulls();
        assertThat(rows).extracting(Joined::expected).containsExactly(true, false);
    }

    @Test
    void aPortThatIsUsedAgainIsAnotherConnection() {
        leaving(1, 1, Verdict.ALLOWED, 40_000);
        entering(1, 1.1, Verdict.ALLOWED, 40_000);
        leaving(2, 5, Verdict.ALLOWED, 40_000);
        entering(2, 5.1, Verdict.DENIED, 40_000);
        leaving(3, 60, Verdict.ALLOWED, 40_000);
        List<Joined> rows = joined("", 100);
        assertThat(rows).hasSize(3);
        assertThat(rows.getFirst().other()).isNull();
        assertThat(rows.get(1).record().record().verdict()).isEqualTo(Verdict.DENIED);
        assertThat(rows.get(2).record().record().verdict()).isEqualTo(Verdict.ALLOWED);
    }
}
