package dev.weir.flow.opensearch;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static dev.weir.flow.testing.FlowRecords.allowed;
import static dev.weir.flow.testing.FlowRecords.denied;
import static dev.weir.flow.testing.FlowRecords.wouldBeDenied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.RecordStoreContract;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.RecordTail;
import dev.weir.flow.store.RuleBar;
import dev.weir.flow.testing.OpenSearchNode;
import dev.weir.net.Direction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link OpenSearchRecordStore} keeps the contract, with a real node; several servers share it. */
class OpenSearchRecordStoreTests extends RecordStoreContract {
    private static final Instant NOW = NOON.plusSeconds(60);
    private static final String PREFIX = "weir-test";

    @Override
    protected OpenSearchRecordStore open() {
        return open(settings(NOW, Duration.ofDays(7), Long.MAX_VALUE));
    }

    private static OpenSearchRecordStore open(OpenSearchSettings settings) {
        return OpenSearchRecordStore.open(settings);
    }

    private static OpenSearchSettings settings(Instant now, Duration retention, long maxBytes) {
        return new OpenSearchSettings(
                List.of(OpenSearchNode.address()),
                null,
                null,
                PREFIX,
                new OpenSearchSettings.Layout(2, 0, Duration.ofMillis(50)),
                retention,
                maxBytes,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    @AfterEach
    void deleteIndices() {
        try (Requests requests = new Requests(settings(NOW, Duration.ofDays(7), Long.MAX_VALUE))) {
            requests.ask("DELETE", "/" + PREFIX + "-*", null);
        }
    }

    @Test
    void serversThatShareTheStoreSeeEachOthersRecordsAndStoreNothingTwice() {
        try (RecordStore other = open()) {
            store.append("node-1", 9, List.of(allowed(1, NOON), denied(2, NOON)));
            assertThat(other.append("node-1", 9, List.of())).isEqualTo(2);
            other.append("node-1", 9, List.of(denied(2, NOON), allowed(3, NOON)));
            // This server has not been told; it sends what the other one has stored.
            assertThat(store.append("node-1", 9, List.of(allowed(3, NOON), allowed(4, NOON))))
                    .isEqualTo(4);
            assertThat(all("")).extracting(s -> s.record().sequence()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        }
    }

    /** They had no word for each rule, and cannot be told apart by it. */
    @Test
    void documentsOfAnEarlierVersionDoNotSayByWhichRule() {
        store.append("node-1", 9, List.of(allowed(1, NOON)));
        Map<String, Object> earlier =
                new HashMap<>(RecordDocument.of(new StoredRecord(77, "node-1", 8, allowed(1, NOON.plusSeconds(1)))));
        assertThat(earlier.remove("admitting_rules")).isNotNull();
        try (Requests requests = new Requests(settings(NOW, Duration.ofDays(7), Long.MAX_VALUE))) {
            requests.ask("PUT", "/" + PREFIX + "-records-2026.03.01/_doc/earlier?refresh=true", earlier);
        }
        assertThat(store.rules(new PolicyRef("shop", "web-to-cart"), HOUR, Duration.ofHours(1)))
                .containsExactly(
                        new RuleBar(NOON, Direction.INGRESS, 0, 1),
                        new RuleBar(NOON, Direction.INGRESS, 2, 1),
                        new RuleBar(NOON, Direction.INGRESS, null, 1));
    }

    @Test
    void aTailTellsOfTheRecordsOfOtherServers() throws InterruptedException {
        try (RecordStore other = open();
                RecordTail tail = store.tail(RecordFilter.ALL, store.latestPosition())) {
            other.append("node-2", 9, List.of(allowed(1, NOON)));
            assertThat(tail.next(Duration.ofSeconds(10))).isInstanceOf(RecordTail.Arrived.class);
        }
    }

    @Test
    void serversThatWriteAtOnceGiveEveryRecordAPositionOfItsOwn() {
        try (RecordStore other = open()) {
            CompletableFuture<?>[] writers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> (i % 2 == 0 ? store : other)
                            .append(
                                    "node-" + i,
                                    9,
                                    LongStream.rangeClosed(1, 50)
                                            .mapToObj(n -> allowed(n, NOON))
                                            .toList())))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(writers).join();
            assertThat(all("").stream().mapToLong(stored -> stored.position()))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 400).boxed().toList());
            assertThat(store.latestPosition()).isEqualTo(400);
        }
    }

    @Test
    void aDayIsDeletedWhenAllOfItIsTooOldAndNotStoredAgain() {
        store.append("node-1", 9, List.of(allowed(1, NOON), allowed(2, NOON.plus(Duration.ofDays(1)))));
        try (OpenSearchRecordStore later =
                open(settings(NOON.plus(Duration.ofDays(3)), Duration.ofDays(2), Long.MAX_VALUE))) {
            later.deleteOld();
            assertThat(later.stats().records()).isEqualTo(1);
            assertThat(later.append("node-2", 9, List.of(allowed(1, NOON)))).isEqualTo(1);
            assertThat(later.stats().records()).isEqualTo(1);
        }
    }

    @Test
    void theOldestDayIsDeletedWhenThereIsTooMuchButNeverToday() {
        store.append("node-1", 9, List.of(allowed(1, NOON.minus(Duration.ofDays(1))), allowed(2, NOON)));
        try (OpenSearchRecordStore small = open(settings(NOW, Duration.ofDays(7), 1))) {
            small.deleteOld();
            assertThat(small.stats().records()).isEqualTo(1);
            assertThat(all("")).extracting(s -> s.record().sequence()).containsExactly(2L);
        }
    }

    @Test
    void recordsAreNotAcknowledgedWhileTheDisksAreFull() {
        store.append("node-1", 9, List.of(allowed(1, NOON)));
        block(true);
        assertThatThrownBy(() -> store.append("node-1", 9, List.of(allowed(2, NOON))))
                .isInstanceOf(RecordStoreException.Full.class);
        assertThat(store.stall())
                .hasValueSatisfying(stall -> assertThat(stall.reason()).contains("no more records"));
        assertThat(all("")).hasSize(1);
        block(false);
        assertThat(store.append("node-1", 9, List.of(allowed(2, NOON)))).isEqualTo(2);
        assertThat(store.stall()).isEmpty();
        assertThat(all("")).hasSize(2);
    }

    @Test
    void anIndexOfAnEarlierVersionGetsTheFieldsThatItDoesNotKnow() {
        Map<String, Object> known = new HashMap<>(Mappings.RECORDS);
        known.remove("would_deny");
        try (Requests requests = new Requests(settings(NOW, Duration.ofDays(7), Long.MAX_VALUE))) {
            requests.ask("DELETE", "/_index_template/" + PREFIX + "-records", null);
            requests.ask(
                    "PUT",
                    "/" + PREFIX + "-records-2026.03.01",
                    Map.of(
                            "settings",
                            Map.of(
                                    "analysis.normalizer.lower",
                                    Map.of("type", "custom", "filter", List.of("lowercase"))),
                            "mappings",
                            Map.of("dynamic", "strict", "properties", known)));
        }
        try (OpenSearchRecordStore later = open()) {
            assertThat(later.append("node-2", 9, List.of(wouldBeDenied(1, NOON))))
                    .isEqualTo(1);
        }
    }

    /** As the cluster itself does when a disk is beyond its flood stage. */
    private static void block(boolean on) {
        try (Requests requests = new Requests(settings(NOW, Duration.ofDays(7), Long.MAX_VALUE))) {
            requests.ask(
                    "PUT",
                    "/" + PREFIX + "-*/_settings",
                    Map.of("index.blocks.read_only_allow_delete", on ? "true" : "false"));
        }
    }
}
