package dev.weir.flow.store;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static dev.weir.flow.testing.FlowRecords.allowed;
import static dev.weir.flow.testing.FlowRecords.denied;
import static dev.weir.flow.testing.FlowRecords.deniedEgress;
import static dev.weir.flow.testing.FlowRecords.wouldBeDenied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.flow.FlowRecord;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every record store does. */
public abstract class RecordStoreContract {
    public static final TimeRange HOUR = new TimeRange(NOON, NOON.plusSeconds(3600));
    protected static final long SEED = 20260301;
    protected static final Duration SOME_HOURS = Duration.ofHours(5);
    private static final List<String> FILTERS_OF_PAIRS = List.of(
            "",
            "disposition=deny",
            "disposition!=deny",
            "src.namespace=shop",
            "namespace=payments disposition=allow",
            "NOT (dest.namespace=~\"^sh\" OR disposition=allow)",
            "src.namespace:*",
            "src.pod_name=\"web-6d4-x2\"",
            "dest_port=80",
            "disposition=deny direction=egress");
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(10);

    protected RecordStore store;

    protected abstract RecordStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

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
    void theHistogramCountsRecordsAndDeniedPackets() {
        store.append(
                "node-1",
                9,
                List.of(
                        allowed(1, NOON),
                        denied(2, NOON.plusSeconds(59)),
                        denied(3, NOON.plusSeconds(61)),
                        denied(4, NOON.plusSeconds(62))));
        List<HistogramBar> bars =
                store.histogram(RecordFilter.ALL, new TimeRange(NOON, NOON.plusSeconds(180)), Duration.ofMinutes(1));
        assertThat(bars)
                .containsExactly(
                        new HistogramBar(NOON, 1, 1, 4),
                        new HistogramBar(NOON.plusSeconds(60), 0, 2, 8),
                        new HistogramBar(NOON.plusSeconds(120), 0, 0, 0));
    }

    @Test
    void aHistogramOfTooManyBarsIsRefused() {
        assertThatThrownBy(() -> store.histogram(RecordFilter.ALL, HOUR, Duration.ofMillis(1)))
                .isInstanceOf(RecordStoreException.TooMuch.class);
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
    void facetsAreTheValuesThatExistMostFrequentFirst() {
        store.append("node-1", 9, List.of(allowed(1, NOON), allowed(2, NOON), denied(3, NOON), deniedEgress(4, NOON)));
        assertThat(facets("src.pod_name", ""))
                .containsExactly(new FacetValue("web-6d4-x2", 3), new FacetValue("Rogue_1", 1));
        assertThat(facets("src.pod_name", "ROG")).containsExactly(new FacetValue("Rogue_1", 1));
        assertThat(facets("policies.name", "")).containsExactly(new FacetValue("web-to-cart", 2));
        assertThat(facets("isolated_by.name", "")).containsExactly(new FacetValue("default-deny", 2));
        assertThat(facets("shadow.name", "")).isEmpty();
        assertThat(facets("dest_port", "")).containsExactly(new FacetValue("6379", 3), new FacetValue("443", 1));
    }

    @Test
    void thePairsThatSpeakMostComeFirst() {
        store.append(
                "node-1",
                9,
                List.of(
                        allowed(1, NOON),
                        allowed(2, NOON),
                        allowed(3, NOON),
                        denied(4, NOON),
                        deniedEgress(5, NOON),
                        denied(6, NOON.plusSeconds(3600))));
        PairCount.End web = new PairCount.End("shop", "web");
        PairCount.End cart = new PairCount.End("shop", "redis-cart");
        PairCount rogueToCart = new PairCount(new PairCount.End("payments", "Rogue_1"), cart, 1, 4);
        PairCount webToCart = new PairCount(web, cart, 3, 3);
        PairCount webToOutside = new PairCount(web, new PairCount.End(null, "203.0.113.10"), 1, 2);
        assertThat(store.topPairs(RecordFilter.ALL, HOUR, 10)).containsExactly(rogueToCart, webToCart, webToOutside);
        assertThat(store.topPairs(RecordFilter.parse("disposition=allow"), HOUR, 10))
                .containsExactly(webToCart);
        assertThat(store.topPairs(RecordFilter.ALL, HOUR, 1)).containsExactly(rogueToCart);
    }

    @Test
    void pairsAreToldApartByPortVerdictAndJudgingEnd() {
        store.append(
                "node-1",
                9,
                List.of(
                        allowed(1, NOON.plusSeconds(5)),
                        allowed(2, NOON),
                        denied(3, NOON.plusSeconds(7)),
                        deniedEgress(4, NOON),
                        denied(5, NOON.plusSeconds(3600))));
        PairCount.End web = new PairCount.End("shop", "web");
        PairCount.End cart = new PairCount.End("shop", "redis-cart");
        PairPort rogueToCart = new PairPort(
                new PairCount(new PairCount.End("payments", "Rogue_1"), cart, 1, 4),
                new PairPort.Judged(Direction.INGRESS, Verdict.DENIED, Protocol.TCP, 6379),
                0,
                NOON.plusSeconds(7),
                NOON.plusSeconds(10));
        PairPort webToCart = new PairPort(
                new PairCount(web, cart, 2, 2),
                new PairPort.Judged(Direction.INGRESS, Verdict.ALLOWED, Protocol.TCP, 6379),
                0,
                NOON,
                NOON.plusSeconds(5));
        PairPort webToOutside = new PairPort(
                new PairCount(web, new PairCount.End(null, "203.0.113.10"), 1, 2),
                new PairPort.Judged(Direction.EGRESS, Verdict.DENIED, Protocol.TCP, 443),
                0,
                NOON,
                NOON);
        List<PairPort> all = store.pairPorts(RecordFilter.ALL, HOUR, 10);
        assertThat(all).containsExactlyInAnyOrder(rogueToCart, webToCart, webToOutside);
        assertThat(all.getFirst()).isEqualTo(rogueToCart);
        assertThat(store.pairPorts(RecordFilter.parse("disposition=allow"), HOUR, 10))
                .containsExactly(webToCart);
        assertThat(store.pairPorts(RecordFilter.ALL, HOUR, 1)).containsExactly(rogueToCart);
    }

    @Test
    void whatWouldBeDeniedIsAmongWhatAPairWasAllowed() {
        store.append("node-1", 9, List.of(allowed(1, NOON), wouldBeDenied(2, NOON.plusSeconds(5))));
        PairPort webToCart = new PairPort(
                new PairCount(new PairCount.End("shop", "web"), new PairCount.End("shop", "redis-cart"), 2, 4),
                new PairPort.Judged(Direction.INGRESS, Verdict.ALLOWED, Protocol.TCP, 6379),
                3,
                NOON,
                NOON.plusSeconds(8));
        assertThat(store.pairPorts(RecordFilter.ALL, HOUR, 10)).containsExactly(webToCart);
    }

    @Test
    void portsOfPairsAreThoseOfTheReferenceForAnyRecords() {
        SplittableRandom random = new SplittableRandom(SEED);
        MemoryRecordStore reference = new MemoryRecordStore();
        List<FlowRecord> records = LongStream.rangeClosed(1, 300)
                .mapToObj(sequence -> FlowRecords.random(random, sequence))
                .toList();
        store.append("node-1", 9, records);
        reference.append("node-1", 9, records);
        assertThat(store.pairPorts(RecordFilter.ALL, HOUR, 1000))
                .as("seed %d", SEED)
                .usingElementComparator(RecordStoreContract::toTheMicrosecond)
                .containsExactlyInAnyOrderElementsOf(reference.pairPorts(RecordFilter.ALL, HOUR, 1000));
    }

    /** One store adds up in floating point, so its times are right to that. */
    private static int toTheMicrosecond(PairPort one, PairPort other) {
        boolean same = one.pair().equals(other.pair())
                && one.judged().equals(other.judged())
                && one.wouldDeny() == other.wouldDeny()
                && Duration.between(one.first(), other.first()).abs().toNanos() <= 1000
                && Duration.between(one.last(), other.last()).abs().toNanos() <= 1000;
        return same ? 0 : one.toString().compareTo(other.toString());
    }

    @Test
    void pairsAreCountedFromTheRecordsForAnyTimeAndFilterHoweverLateTheyCome() {
        SplittableRandom random = new SplittableRandom(SEED);
        MemoryRecordStore reference = new MemoryRecordStore();
        for (int batch = 0; batch < 5; batch++) {
            long first = batch * 100L + 1;
            List<FlowRecord> records = LongStream.range(first, first + 100)
                    .mapToObj(sequence -> FlowRecords.random(random, sequence, SOME_HOURS))
                    .toList();
            store.append("node-1", 9, records);
            reference.append("node-1", 9, records);
            assertSamePairs(reference, random);
        }
    }

    /** Questions at random about whole hours and parts of them. */
    protected final void assertSamePairs(RecordStore reference, SplittableRandom random) {
        for (int i = 0; i < 30; i++) {
            RecordFilter filter = RecordFilter.parse(FlowRecords.pick(random, FILTERS_OF_PAIRS));
            TimeRange range = new TimeRange(
                    NOON.plusSeconds(random.nextInt(-1, 4) * 3600L + random.nextInt(2) * 1234),
                    NOON.plusSeconds(random.nextInt(4, 7) * 3600L + random.nextInt(2) * 567));
            List<PairCount> pairs = store.topPairs(filter, range, 1000);
            List<PairCount> expected = reference.topPairs(filter, range, 1000);
            assertThat(pairs)
                    .as("seed %d, filter %s, %s", SEED, filter, range)
                    .containsExactlyInAnyOrderElementsOf(expected)
                    .isSortedAccordingTo(PairCount.MOST_EVENTS_FIRST);
            assertThat(store.topPairs(filter, range, 3))
                    .extracting(PairCount::events)
                    .isEqualTo(expected.stream().limit(3).map(PairCount::events).toList());
        }
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

    private List<FacetValue> facets(String field, String prefix) {
        return store.facets(RecordFilter.ALL, HOUR, RecordFilter.field(field).orElseThrow(), prefix, 10);
    }

    private static List<Long> sequences(RecordTail.@Nullable Event event) {
        return event instanceof RecordTail.Arrived arrived
                ? arrived.records().stream().map(s -> s.record().sequence()).toList()
                : List.of();
    }
}
