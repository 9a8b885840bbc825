package dev.weir.flow.store;

import static dev.weir.flow.testing.FlowRecords.pick;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.flow.FlowPeer;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.opensearch.OpenSearchRecordStore;
import dev.weir.flow.opensearch.OpenSearchSettings;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.flow.testing.OpenSearchNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A filter finds the same records as SQL and as a predicate, whatever the filter and the records are. */
class FilterAgreementTests {
    private static final long SEED = Long.getLong("weir.seed", System.nanoTime());
    private static final int FILTERS = 250;
    private static final List<String> TEXT_FIELDS = List.of(
            "disposition",
            "connection.direction",
            "protocol",
            "src.pod_name",
            "dest.namespace",
            "src.workload_kind",
            "workload",
            "ns",
            "pod",
            "src.instance",
            "dest.instance",
            "dest.node_name",
            "policies.name",
            "policies.kind",
            "isolated_by.name",
            "shadow.name",
            "policy",
            "node_name");
    private static final List<String> WORDS = List.of(
            "deny",
            "Allow",
            "ingress",
            "tcp",
            "unknown",
            "shop",
            "web-6d4-x2",
            "Rogue_1",
            "redis",
            "default-deny",
            "DNS",
            "NetworkPolicy",
            "node-1",
            "203.0.113.10",
            "2001:db8::10",
            "",
            "a_b%",
            "é");
    private static final List<String> PATTERNS = List.of(
            "redis",
            "^web",
            "(?i)rogue",
            "[a-z]+-[0-9]$",
            "^(shop|payments)$",
            "\\\\d{3}",
            ".",
            "^$",
            "x*",
            "[[:upper:]]",
            "\\\\bdeny\\\\b",
            "\\\\pL\\\\PN");
    private static final List<String> NUMBERS = List.of("count", "connection.src_port", "port", "dest.port");
    private static final List<String> NETWORKS = List.of(
            "10.0.0.0/8",
            "10.244.1.7",
            "0.0.0.0/0",
            "::/0",
            "2001:db8::/32",
            "fd00:10:244:1::/64",
            "203.0.113.10/32",
            "::1");

    @TempDir
    Path directory;

    @Test
    void sqlAndPredicateAgree() {
        DuckDbSettings settings = new DuckDbSettings(
                directory.resolve("r.duckdb"),
                Duration.ofDays(9999),
                Long.MAX_VALUE,
                0,
                256 << 20,
                2,
                Clock.systemUTC());
        try (RecordStore store = DuckDbRecordStore.open(settings)) {
            agree(store, FILTERS);
        }
    }

    @Test
    void searchAndPredicateAgree() {
        OpenSearchSettings settings = new OpenSearchSettings(
                List.of(OpenSearchNode.address()),
                null,
                null,
                "weir-agreement",
                new OpenSearchSettings.Layout(2, 0, Duration.ofMillis(50)),
                Duration.ofDays(9999),
                Long.MAX_VALUE,
                Clock.systemUTC());
        try (RecordStore store = OpenSearchRecordStore.open(settings)) {
            agree(store, FILTERS / 2);
        }
    }

    private static void agree(RecordStore store, int filters) {
        SplittableRandom random = new SplittableRandom(SEED);
        store.append(
                "node-1",
                1,
                LongStream.rangeClosed(1, 300)
                        .mapToObj(i -> FlowRecords.random(random, i))
                        .toList());
        List<StoredRecord> everything = find(store, RecordFilter.ALL);
        assertThat(everything).hasSize(300);
        for (int i = 0; i < filters; i++) {
            String text = condition(random, 3);
            RecordFilter filter = RecordFilter.parse(text);
            assertThat(find(store, filter))
                    .as("seed %d, filter %s, sql %s", SEED, text, filter.toSql())
                    .isEqualTo(everything.stream().filter(filter::matches).toList());
            RecordFilter seen = filter.seenFrom(List.of("shop"));
            assertThat(find(store, seen))
                    .as("seed %d, filter %s, from shop: what a reader sees decides", SEED, text)
                    .isEqualTo(everything.stream()
                            .filter(FilterAgreementTests::hasAnEndInTheShop)
                            .filter(stored -> filter.matches(stored.seenFrom("shop"::equals)))
                            .toList());
        }
    }

    private static boolean hasAnEndInTheShop(StoredRecord stored) {
        return Stream.of(stored.record().source(), stored.record().destination())
                .anyMatch(peer -> peer instanceof FlowPeer.PodEnd end
                        && end.pod().namespace().equals("shop"));
    }

    private static List<StoredRecord> find(RecordStore store, RecordFilter filter) {
        return store.query(RecordQuery.newest(filter, RecordStoreContract.HOUR, RecordStore.MAX_PAGE))
                .records();
    }

    private static String condition(RandomGenerator random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return comparison(random);
        }
        String left = condition(random, depth - 1);
        String right = condition(random, depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> "NOT (" + left + ")";
            case 1 -> "(" + left + ") OR (" + right + ")";
            case 2 -> left + " OR " + right;
            case 3 -> left + " " + right;
            default -> "-(" + left + " AND " + right + ")";
        };
    }

    private static String comparison(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> pick(random, TEXT_FIELDS) + ":*";
            case 1 ->
                pick(random, TEXT_FIELDS) + pick(random, List.of("=~", "!~")) + "\"" + pick(random, PATTERNS) + "\"";
            case 2 ->
                pick(random, NUMBERS)
                        + pick(random, List.of("=", "!=", "<", "<=", ">", ">="))
                        + pick(random, List.of("1", "80", "6379", "40001"));
            case 3 ->
                "ip_in_net(" + pick(random, List.of("ip", "src_ip", "dest_ip")) + ", \"" + pick(random, NETWORKS)
                        + "\")";
            case 4 ->
                pick(random, List.of("ip", "src_ip")) + pick(random, List.of("=", "!=")) + "\"" + pick(random, NETWORKS)
                        + "\"";
            case 5 ->
                "timestamp" + pick(random, List.of("<", ">=")) + "\"2026-03-01T12:" + (10 + random.nextInt(50))
                        + ":00Z\"";
            case 6 -> "\"" + pick(random, WORDS) + "\"";
            default ->
                pick(random, TEXT_FIELDS) + pick(random, List.of("=", "!=", ":")) + "\"" + pick(random, WORDS) + "\"";
        };
    }
}
