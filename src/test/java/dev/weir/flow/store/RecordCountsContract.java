package dev.weir.flow.store;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static dev.weir.flow.testing.FlowRecords.allowed;
import static dev.weir.flow.testing.FlowRecords.denied;
import static dev.weir.flow.testing.FlowRecords.deniedEgress;
import static dev.weir.flow.testing.FlowRecords.wouldBeDenied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordId;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every record store answers when it adds records up. */
abstract class RecordCountsContract {
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

    /** A reference with the same records. */
    private MemoryRecordStore sameRandomRecords() {
        SplittableRandom random = new SplittableRandom(SEED);
        MemoryRecordStore reference = new MemoryRecordStore();
        List<FlowRecord> records = LongStream.rangeClosed(1, 300)
                .mapToObj(sequence -> FlowRecords.random(random, sequence))
                .toList();
        store.append("node-1", 9, records);
        reference.append("node-1", 9, records);
        return reference;
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
    void eachRuleHasTheConnectionsThatItAdmittedInEachInterval() {
        store.append(
                "node-1",
                9,
                List.of(
                        allowed(1, NOON),
                        allowed(2, NOON.plusSeconds(59)),
                        denied(3, NOON),
                        wouldBeDenied(4, NOON),
                        allowed(5, NOON.plusSeconds(60)),
                        allowed(6, NOON.plusSeconds(180))));
        TimeRange range = new TimeRange(NOON, NOON.plusSeconds(180));
        assertThat(store.rules(new PolicyRef("shop", "web-to-cart"), range, Duration.ofMinutes(1)))
                .containsExactly(
                        new RuleBar(NOON, Direction.INGRESS, 0, 2),
                        new RuleBar(NOON, Direction.INGRESS, 2, 2),
                        new RuleBar(NOON.plusSeconds(60), Direction.INGRESS, 0, 1),
                        new RuleBar(NOON.plusSeconds(60), Direction.INGRESS, 2, 1));
        assertThat(store.rules(new PolicyRef("payments", "web-to-cart"), range, Duration.ofMinutes(1)))
                .isEmpty();
        assertThat(store.rules(new PolicyRef("payments", "default-deny"), range, Duration.ofMinutes(1)))
                .as("it isolates and is in shadow")
                .isEmpty();
    }

    @Test
    void rulesAreThoseOfTheReferenceForAnyRecords() {
        MemoryRecordStore reference = sameRandomRecords();
        TimeRange range = new TimeRange(NOON.plusSeconds(100), NOON.plusSeconds(3000));
        for (String name : List.of("shop/web-to-cart", "payments/default-deny", "shop/DNS", "shop/nothing")) {
            PolicyRef policy = new PolicyRef(name.split("/")[0], name.split("/")[1]);
            for (Duration step : List.of(Duration.ofSeconds(1), Duration.ofMinutes(7), Duration.ofDays(1))) {
                assertThat(store.rules(policy, range, step))
                        .as("seed %d, %s by %s", SEED, name, step)
                        .isEqualTo(reference.rules(policy, range, step))
                        .isSortedAccordingTo(RuleBar.IN_ORDER);
            }
        }
        assertThatThrownBy(() -> store.rules(new PolicyRef("shop", "DNS"), HOUR, Duration.ofMillis(1)))
                .isInstanceOf(RecordStoreException.TooMuch.class);
    }

    @Test
    void deniedPacketsAreThoseOfTheNamespaceWhosePoliciesJudged() {
        store.append(
                "node-1",
                9,
                List.of(
                        allowed(1, NOON),
                        denied(2, NOON),
                        denied(3, NOON.plusSeconds(59)),
                        deniedEgress(4, NOON),
                        wouldBeDenied(5, NOON),
                        denied(6, NOON.plusSeconds(120)),
                        denied(7, NOON.plusSeconds(180))));
        assertThat(store.denied(new TimeRange(NOON, NOON.plusSeconds(180)), Duration.ofMinutes(1)))
                .containsExactly(
                        new DeniedBar(NOON, "shop", Direction.INGRESS, 8),
                        new DeniedBar(NOON, "shop", Direction.EGRESS, 2),
                        new DeniedBar(NOON.plusSeconds(120), "shop", Direction.INGRESS, 4));
    }

    @Test
    void deniedPacketsAreThoseOfTheReferenceForAnyRecords() {
        MemoryRecordStore reference = sameRandomRecords();
        TimeRange range = new TimeRange(NOON.plusSeconds(100), NOON.plusSeconds(3000));
        for (Duration step : List.of(Duration.ofSeconds(1), Duration.ofMinutes(7), Duration.ofDays(1))) {
            assertThat(store.denied(range, step))
                    .as("seed %d by %s", SEED, step)
                    .isEqualTo(reference.denied(range, step))
                    .isNotEmpty();
        }
        assertThatThrownBy(() -> store.denied(HOUR, Duration.ofMillis(1)))
                .isInstanceOf(RecordStoreException.TooMuch.class);
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
        MemoryRecordStore reference = sameRandomRecords();
        assertThat(store.pairPorts(RecordFilter.ALL, HOUR, 1000))
                .as("seed %d", SEED)
                .usingElementComparator(RecordCountsContract::toTheMicrosecond)
                .containsExactlyInAnyOrderElementsOf(reference.pairPorts(RecordFilter.ALL, HOUR, 1000));
    }

    @Test
    void connectionsAreAddedUpByTheirEndsPortAndJudgingEndTheNewestFirst() {
        FlowRecord newest = allowed(3, NOON.plusSeconds(9));
        FlowRecord merged = wouldBeDenied(2, NOON.plusSeconds(8));
        FlowRecord outside = deniedEgress(4, NOON.plusSeconds(5));
        store.append(
                "node-1", 9, List.of(allowed(1, NOON), merged, newest, outside, denied(5, NOON.plusSeconds(3600))));
        ConnectionSum webToCart = new ConnectionSum(
                RecordedEnd.source(newest),
                RecordedEnd.destination(newest),
                new PairPort.Judged(Direction.INGRESS, Verdict.ALLOWED, Protocol.TCP, 6379),
                "",
                5,
                newest.time(),
                merged.lastTime(),
                new RecordId("node-1", 9, 3).toString());
        ConnectionSum webToOutside = new ConnectionSum(
                RecordedEnd.source(outside),
                RecordedEnd.destination(outside),
                new PairPort.Judged(Direction.EGRESS, Verdict.DENIED, Protocol.TCP, 443),
                "policy",
                2,
                outside.time(),
                outside.lastTime(),
                new RecordId("node-1", 9, 4).toString());

        assertThat(store.connections(RecordFilter.ALL, HOUR, 2))
                .isEqualTo(new ConnectionSums(List.of(webToCart, webToOutside), true));
        assertThat(store.connections(RecordFilter.parse("disposition=deny"), HOUR, 2))
                .isEqualTo(new ConnectionSums(List.of(webToOutside), true));
        assertThat(store.connections(RecordFilter.ALL, HOUR, 1))
                .as("one of two")
                .isEqualTo(new ConnectionSums(List.of(webToCart), false));
    }

    @Test
    void connectionsAreThoseOfTheReferenceForAnyRecords() {
        MemoryRecordStore reference = sameRandomRecords();
        for (String filter : List.of("", "disposition=deny", "src.namespace=shop OR dest.namespace=shop")) {
            ConnectionSums expected = reference.connections(RecordFilter.parse(filter), HOUR, 1000);
            assertThat(expected.complete()).isTrue();
            assertThat(store.connections(RecordFilter.parse(filter), HOUR, 1000))
                    .as("seed %d, filter %s", SEED, filter)
                    .isEqualTo(expected);
        }
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
    void theLastRecordOfEachPairIsFoundTheNewestFirst() {
        FlowRecord last = allowed(3, NOON.plusSeconds(9));
        FlowRecord outside = deniedEgress(2, NOON.plusSeconds(5));
        store.append("node-1", 9, List.of(allowed(1, NOON), outside, last, allowed(4, NOON.plusSeconds(8))));

        assertThat(lastOfEach(Likeness.PAIR, 2)).containsExactly(last, outside);
        assertThat(store.lastOfEach(RecordFilter.ALL, HOUR, Likeness.PAIR, 2).complete())
                .isTrue();
        assertThat(lastOfEach(Likeness.PAIR, 1)).containsExactly(last);
        assertThat(store.lastOfEach(RecordFilter.ALL, HOUR, Likeness.PAIR, 1).complete())
                .isFalse();
    }

    @Test
    void theLastRecordOfEachDecisionIsFoundTheNewestFirst() {
        FlowRecord allowed = allowed(4, NOON.plusSeconds(9));
        FlowRecord denied = denied(2, NOON.plusSeconds(5));
        store.append("node-1", 9, List.of(allowed(1, NOON), denied, denied(3, NOON.plusSeconds(4)), allowed));

        assertThat(lastOfEach(Likeness.DECISION, 10)).containsExactly(allowed, denied);
    }

    @Test
    void ofRecordsOfOneInstantTheOneThatArrivedLastIsTheLast() {
        store.append("node-1", 9, List.of(allowed(1, NOON), allowed(2, NOON), allowed(3, NOON)));
        assertThat(lastOfEach(Likeness.PAIR, 10))
                .extracting(FlowRecord::sequence)
                .containsExactly(3L);
    }

    @Test
    void theLastOfEachAreThoseOfTheReferenceForAnyRecords() {
        MemoryRecordStore reference = sameRandomRecords();
        for (Likeness likeness : Likeness.values()) {
            assertThat(store.lastOfEach(RecordFilter.ALL, HOUR, likeness, 1000))
                    .as("seed %d, %s", SEED, likeness)
                    .isEqualTo(reference.lastOfEach(RecordFilter.ALL, HOUR, likeness, 1000));
        }
    }

    private List<FlowRecord> lastOfEach(Likeness likeness, int limit) {
        return store.lastOfEach(RecordFilter.ALL, HOUR, likeness, limit).records().stream()
                .map(StoredRecord::record)
                .toList();
    }

    private List<FacetValue> facets(String field, String prefix) {
        return store.facets(RecordFilter.ALL, HOUR, RecordFilter.field(field).orElseThrow(), prefix, 10);
    }
}
