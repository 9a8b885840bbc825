package dev.weir.flow.store;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static dev.weir.flow.testing.FlowRecords.allowed;
import static dev.weir.flow.testing.FlowRecords.denied;
import static dev.weir.flow.testing.FlowRecords.wouldBeDenied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.flow.FlowRecord;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.testing.FlowRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every record store does. */
public abstract class RecordStoreContract extends RecordCountsContract {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void whatIsAppendedIsFoundUnchanged() {
        List<FlowRecord> records = random(200);
        assertThat(store.append("node-1", 9, records)).isEqualTo(200);
        assertThat(all("")).extracting(StoredRecord::record).containsExactlyInAnyOrderElementsOf(records);
        assertThat(all("")).allMatch(stored -> stored.node().equals("node-1") && stored.spool() == 9);
    }

    @Test
    void whatWasWithheldIsCountedOnceByNodeNamespaceAndTime() {
        List<Withheld> batch = List.of(
                new Withheld(2, NOON, "shop", 10, 1),
                new Withheld(3, NOON.plusSeconds(1), "shop", 5, 0),
                new Withheld(4, NOON.plusSeconds(61), "shop", 7, 2),
                new Withheld(5, NOON, "", 0, 3));
        store.append("node-1", 9, List.of(allowed(1, NOON)));
        assertThat(store.appendWithheld("node-1", 9, batch)).isEqualTo(5);
        assertThat(store.appendWithheld("node-1", 9, batch)).isEqualTo(5);
        assertThat(store.append("node-1", 9, List.of(denied(5, NOON), allowed(6, NOON))))
                .isEqualTo(6);
        store.appendWithheld("node-0", 1, List.of(new Withheld(1, NOON, "shop", 1, 1)));
        assertThat(store.withheld(HOUR, Duration.ofMinutes(1)))
                .containsExactly(
                        new WithheldCount(NOON, "node-0", "shop", 1, 1),
                        new WithheldCount(NOON, "node-1", "", 0, 3),
                        new WithheldCount(NOON, "node-1", "shop", 15, 1),
                        new WithheldCount(NOON.plusSeconds(60), "node-1", "shop", 7, 2));
        assertThat(all("")).as("records share the sequences").hasSize(2);
    }

    @Test
    void aTailIsToldWhatWasWithheldAsFarAsItMayBeWhatItAsksFor() throws InterruptedException {
        try (RecordTail all = store.tail(RecordFilter.ALL, 0);
                RecordTail denials = store.tail(RecordFilter.parse("disposition=deny ns=shop"), 0)) {
            List<Withheld> batch =
                    List.of(new Withheld(1, NOON, "shop", 10, 1), new Withheld(2, NOON, "payments", 7, 2));
            store.appendWithheld("node-1", 9, batch);
            assertThat(all.next(LONG))
                    .isEqualTo(new RecordTail.Withheld(List.of(
                            new WithheldCount(NOON, "node-1", "shop", 10, 1),
                            new WithheldCount(NOON, "node-1", "payments", 7, 2))));
            assertThat(denials.next(LONG))
                    .isEqualTo(new RecordTail.Withheld(List.of(new WithheldCount(NOON, "node-1", "shop", 0, 1))));
        }
    }

    @Test
    void recordsSentTwiceAreStoredOnce() {
        store.append("node-1", 9, List.of(allowed(1, NOON), denied(2, NOON)));
        long durable = store.append("node-1", 9, List.of(denied(2, NOON), allowed(3, NOON)));
        assertThat(durable).isEqualTo(3);
        assertThat(all("")).hasSize(3);
    }

    @Test
    void sequencesOfOtherNodesAndSpoolsAreTheirOwn() {
        store.append("node-1", 9, List.of(allowed(1, NOON)));
        store.append("node-1", -8, List.of(allowed(1, NOON)));
        store.append("node-2", 9, List.of(allowed(1, NOON)));
        assertThat(all("")).extracting(StoredRecord::id).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void anEmptyBatchTellsHowFarTheSpoolIs() {
        assertThat(store.append("node-1", 9, List.of())).isZero();
        store.append("node-1", 9, List.of(allowed(5, NOON)));
        assertThat(store.append("node-1", 9, List.of())).isEqualTo(5);
    }

    @Test
    void aRecordIsFoundByItsId() {
        store.append("node-1", -9, random(20));
        store.append("node-1-2", 9, List.of(allowed(1, NOON)));
        for (StoredRecord stored : all("")) {
            assertThat(store.find(stored.id())).contains(stored);
        }
        assertThat(store.find("node-1-2-9-2")).isEmpty();
        assertThat(store.find("no id")).isEmpty();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetitionInBothOrders() {
        store.append("node-1", 9, random(157));
        for (RecordQuery.Order order : RecordQuery.Order.values()) {
            List<StoredRecord> seen = new ArrayList<>();
            RecordQuery query = new RecordQuery(RecordFilter.ALL, HOUR, order, 20, "");
            for (RecordPage page = store.query(query); ; page = store.query(query.continuedBy(page.continueToken()))) {
                seen.addAll(page.records());
                if (page.continueToken().isEmpty()) {
                    break;
                }
            }
            assertThat(seen).hasSize(157).doesNotHaveDuplicates();
            List<FlowRecord> oldestFirst =
                    seen.stream().map(StoredRecord::record).toList();
            if (order == RecordQuery.Order.NEWEST_FIRST) {
                oldestFirst = oldestFirst.reversed();
            }
            assertThat(oldestFirst).extracting(FlowRecord::time).isSorted();
        }
    }

    @Test
    void recordsOfOneInstantArePagedByArrival() {
        store.append(
                "node-1",
                9,
                LongStream.rangeClosed(1, 7).mapToObj(i -> allowed(i, NOON)).toList());
        RecordQuery query = new RecordQuery(RecordFilter.ALL, HOUR, RecordQuery.Order.NEWEST_FIRST, 3, "");
        RecordPage first = store.query(query);
        RecordPage second = store.query(query.continuedBy(first.continueToken()));
        assertThat(first.records()).extracting(s -> s.record().sequence()).containsExactly(7L, 6L, 5L);
        assertThat(second.records()).extracting(s -> s.record().sequence()).containsExactly(4L, 3L, 2L);
    }

    @Test
    void aPageThatEndsWithTheLastRecordHasNoToken() {
        store.append("node-1", 9, List.of(allowed(1, NOON), allowed(2, NOON)));
        assertThat(store.query(RecordQuery.newest(RecordFilter.ALL, HOUR, 2)).continueToken())
                .isEmpty();
    }

    @Test
    void aTokenOfAnotherQueryIsRefused() {
        store.append("node-1", 9, random(30));
        String token =
                store.query(RecordQuery.newest(RecordFilter.ALL, HOUR, 5)).continueToken();
        RecordQuery other = RecordQuery.newest(RecordFilter.parse("count>0"), HOUR, 5);
        assertThatThrownBy(() -> store.query(other.continuedBy(token)))
                .isInstanceOf(RecordStoreException.WrongToken.class);
        assertThatThrownBy(() -> store.query(other.continuedBy("%%%")))
                .isInstanceOf(RecordStoreException.WrongToken.class);
        assertThatThrownBy(() -> store.query(other.continuedBy("AAAA")))
                .isInstanceOf(RecordStoreException.WrongToken.class);
    }

    @Test
    void theEndOfARangeIsNotInIt() {
        store.append("node-1", 9, List.of(allowed(1, NOON), allowed(2, NOON.plusSeconds(3600))));
        assertThat(all("")).extracting(s -> s.record().sequence()).containsExactly(1L);
    }

    @Test
    void whatWouldBeDeniedIsReadAsItWasAndFoundByWhoIsInShadow() {
        FlowRecord wouldBeDenied = wouldBeDenied(2, NOON);
        store.append("node-1", 9, List.of(allowed(1, NOON), wouldBeDenied, denied(3, NOON)));

        assertThat(found("shadow.name=\"default-deny\"")).containsExactly(wouldBeDenied);
        assertThat(found("disposition=\"allow\" AND policy=\"default-deny\"")).containsExactly(wouldBeDenied);
        assertThat(found("isolated_by.name=\"default-deny\"")).doesNotContain(wouldBeDenied);
    }

    private List<FlowRecord> found(String filter) {
        return store.query(RecordQuery.newest(RecordFilter.parse(filter), HOUR, 10)).records().stream()
                .map(StoredRecord::record)
                .toList();
    }

    @Test
    void recordsAreTakenIn() {
        store.append("node-1", 9, List.of(allowed(1, NOON)));
        assertThat(store.stall()).isEmpty();
    }

    @Test
    void statsTellHowMuchThereIs() {
        assertThat(store.stats().records()).isZero();
        assertThat(store.stats().oldest()).isNull();
        store.append("node-1", 9, List.of(allowed(1, NOON.plusSeconds(5)), denied(2, NOON)));
        assertThat(store.stats().records()).isEqualTo(2);
        assertThat(store.stats().oldest()).isEqualTo(NOON);
        assertThat(store.stats().newest()).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void aTailTellsOfNewMatchingRecordsOnly() throws InterruptedException {
        store.append("node-1", 9, List.of(denied(1, NOON)));
        try (RecordTail tail = store.tail(RecordFilter.parse("disposition=deny"), store.latestPosition())) {
            assertThat(tail.next(SHORT)).isNull();
            store.append("node-1", 9, List.of(allowed(2, NOON), denied(3, NOON)));
            assertThat(sequences(tail.next(LONG))).containsExactly(3L);
        }
    }

    @Test
    void aTailBeginsWithWhatIsStoredAfterItsPosition() throws InterruptedException {
        store.append("node-1", 9, random(1200));
        long middle = all("").stream()
                .mapToLong(StoredRecord::position)
                .sorted()
                .skip(599)
                .findFirst()
                .orElseThrow();
        try (RecordTail tail = store.tail(RecordFilter.ALL, middle)) {
            store.append("node-1", 9, List.of(denied(1201, NOON)));
            List<Long> seen = new ArrayList<>();
            while (seen.size() < 601) {
                seen.addAll(sequences(tail.next(LONG)));
            }
            assertThat(seen).isEqualTo(LongStream.rangeClosed(601, 1201).boxed().toList());
            assertThat(tail.next(SHORT)).isNull();
        }
    }

    @Test
    void aSlowReaderIsToldHowManyItMissed() throws InterruptedException {
        try (RecordTail tail = store.tail(RecordFilter.ALL, store.latestPosition())) {
            for (int i = 0; i < 3; i++) {
                int batch = i;
                store.append(
                        "node-1",
                        9,
                        LongStream.rangeClosed(1, 6000)
                                .mapToObj(n -> allowed(batch * 6000L + n, NOON))
                                .toList());
            }
            long delivered = 0;
            RecordTail.Event event = tail.next(LONG);
            while (event instanceof RecordTail.Arrived arrived) {
                delivered += arrived.records().size();
                event = tail.next(LONG);
            }
            assertThat(event).isEqualTo(new RecordTail.Gap(18_000 - delivered, delivered));
            store.append("node-1", 9, List.of(allowed(18_001, NOON)));
            assertThat(sequences(tail.next(LONG))).containsExactly(18_001L);
        }
    }

    @Test
    void closingATailEndsItsReader() throws InterruptedException {
        RecordTail tail = store.tail(RecordFilter.ALL, store.latestPosition());
        Thread closer = Thread.startVirtualThread(tail::close);
        assertThat(tail.next(LONG)).isNull();
        assertThat(tail.isClosed()).isTrue();
        closer.join();
    }

    @Test
    void tailsAreLimited() {
        List<RecordTail> open = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        open.add(store.tail(RecordFilter.ALL, 0));
                    }
                })
                .isInstanceOf(RecordStoreException.Busy.class);
        open.forEach(RecordTail::close);
        store.tail(RecordFilter.ALL, 0).close();
    }

    protected final List<StoredRecord> all(String filter) {
        return store.query(RecordQuery.newest(RecordFilter.parse(filter), HOUR, RecordStore.MAX_PAGE))
                .records();
    }

    protected static List<FlowRecord> random(int count) {
        SplittableRandom random = new SplittableRandom(42);
        return LongStream.rangeClosed(1, count)
                .mapToObj(i -> FlowRecords.random(random, i))
                .toList();
    }

    private static List<Long> sequences(RecordTail.@Nullable Event event) {
        return event instanceof RecordTail.Arrived arrived
                ? arrived.records().stream().map(s -> s.record().sequence()).toList()
                : List.of();
    }
}
