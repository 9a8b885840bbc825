package dev.weir.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.forecast.LoggingForecast.Lines;
import dev.weir.net.Direction;
import dev.weir.nodes.FakeNodeRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The forecast is compared with what a node writes after the switch, second by second, with other random traffic of the same kind. */
class ForecastTests {
    private static final long SEED = 20_261_126;
    private static final int LIMIT = 500;
    private static final Percentage FIFTH = Percentage.withPercentage(20);
    private static final Switch ALL = new Switch(true, false);
    private static final Switch ANNOTATED = new Switch(true, true);

    private final FakeNodeRegistry nodes = new FakeNodeRegistry();
    private final RateBook book = new RateBook(nodes);

    private static ClusterSnapshot cluster(LoggingConfig logging, String... policies) {
        return ClusterSnapshot.of(
                1,
                new ClusterContents(
                        List.of(namespace("shop", true), namespace("cart", false), namespace("batch", false)),
                        List.of(),
                        List.of(),
                        List.of(policies).stream().map(ForecastTests::policy).toList(),
                        logging,
                        logging));
    }

    private static Namespace namespace(String name, boolean denyLogging) {
        return new Namespace(
                name, Map.of(), denyLogging ? Map.of(Namespace.DENY_LOGGING_ANNOTATION, "true") : Map.of());
    }

    private static NetworkPolicy policy(String ref) {
        return new NetworkPolicy(
                policyRef(ref), Map.of(), LabelSelector.EVERYTHING, Set.of(Direction.INGRESS), List.of(), List.of());
    }

    private static PolicyRef policyRef(String ref) {
        String[] parts = ref.split("/");
        return new PolicyRef(parts[0], parts[1]);
    }

    private static LoggingConfig logging(Switch allow, Switch deny) {
        return new LoggingConfig(allow, deny, 1, "1");
    }

    /** Ten minutes of traffic with a look every 30 seconds. */
    private void watch(NodeTraffic traffic) {
        watch(traffic, 600, 30);
    }

    private void watch(NodeTraffic traffic, int seconds, int every) {
        for (int second = 0; second <= seconds; second++) {
            if (second % every == 0) {
                nodes.set(traffic.report());
                book.look();
            }
            traffic.second();
        }
    }

    private Lines forecast(ClusterSnapshot cluster, Switch allow, Switch deny) {
        return new Forecaster(book.rates(), cluster, LIMIT).of(allow, deny).total();
    }

    @Test
    void steadyConnectionsAreForecastWhileNothingIsRecorded() {
        ClusterSnapshot cluster = cluster(logging(Switch.OFF, Switch.OFF), "shop/web", "cart/in", "batch/in");
        NodeTraffic traffic = new NodeTraffic("node-1", SEED, LIMIT)
                .allowing("shop/web", 61)
                .allowing("cart/in", 17)
                .allowing("batch/in", 2.5)
                .denying("shop", 1, 0.2);
        watch(traffic);
        Lines forecast = forecast(cluster, ALL, ALL);
        traffic.record(Set.of("shop/web", "cart/in", "batch/in"), Set.of("shop", "cart", "batch"));
        traffic.seconds(600);
        assertThat(forecast.asked()).as("seed %d", SEED).isCloseTo(traffic.askedPerSecond(), FIFTH);
        assertThat(forecast.written()).as("seed %d", SEED).isCloseTo(traffic.writtenPerSecond(), FIFTH);
    }

    @Test
    void denialsThatShareALineAreForecastAsThoseThatAreRecorded() {
        ClusterSnapshot cluster = cluster(logging(Switch.OFF, ANNOTATED));
        NodeTraffic traffic = new NodeTraffic("node-1", SEED, LIMIT)
                .denying("shop", 40, 3)
                .denying("cart", 60, 3)
                .denying("batch", 25, 3);
        traffic.record(Set.of(), Set.of("shop"));
        watch(traffic);
        LoggingForecast forecast = new Forecaster(book.rates(), cluster, LIMIT).of(Switch.OFF, ALL);
        traffic.record(Set.of(), Set.of("shop", "cart", "batch"));
        traffic.seconds(600);
        assertThat(forecast.total().asked()).as("seed %d", SEED).isCloseTo(traffic.askedPerSecond(), FIFTH);
        assertThat(forecast.basis().atMost()).isFalse();
    }

    /** A packet is counted when it is denied, but only when its line is written is it known what it shares that with. */
    @Test
    void packetsWhoseLineIsStillOpenAreNotTakenForLines() {
        ClusterSnapshot cluster = cluster(logging(Switch.OFF, ANNOTATED));
        NodeTraffic traffic =
                new NodeTraffic("node-1", SEED, LIMIT).denying("shop", 1, 20).denying("cart", 1, 20);
        traffic.record(Set.of(), Set.of("shop"));
        traffic.seconds(61);
        watch(traffic, 57, 19);
        LoggingForecast forecast = new Forecaster(book.rates(), cluster, LIMIT).of(Switch.OFF, ALL);
        traffic.record(Set.of(), Set.of("shop", "cart"));
        traffic.seconds(600);
        assertThat(forecast.total().asked()).as("seed %d", SEED).isCloseTo(traffic.askedPerSecond(), FIFTH);
    }

    @Test
    void howManyPacketsShareALineIsKnownAlsoWhenDenialsAreNoLongerRecorded() {
        ClusterSnapshot cluster = cluster(logging(Switch.OFF, Switch.OFF));
        NodeTraffic traffic = new NodeTraffic("node-1", SEED, LIMIT).denying("shop", 40, 3);
        traffic.record(Set.of(), Set.of("shop"));
        watch(traffic, 120, 15);
        traffic.record(Set.of(), Set.of());
        watch(traffic, 180, 15);
        LoggingForecast forecast = new Forecaster(book.rates(), cluster, LIMIT).of(Switch.OFF, ALL);
        traffic.record(Set.of(), Set.of("shop"));
        traffic.seconds(600);
        assertThat(forecast.basis().atMost()).isFalse();
        assertThat(forecast.total().asked()).as("seed %d", SEED).isCloseTo(traffic.askedPerSecond(), FIFTH);
    }

    @Test
    void burstsAboveTheLimitAreForecastWithWhatIsWithheld() {
        ClusterSnapshot cluster = cluster(logging(Switch.OFF, Switch.OFF), "shop/web", "batch/in");
        NodeTraffic traffic =
                new NodeTraffic("node-1", SEED, LIMIT).allowing("shop/web", 200).bursting("batch/in", 900, 120, 60);
        watch(traffic);
        Lines forecast = forecast(cluster, ALL, ALL);
        traffic.record(Set.of("shop/web", "batch/in"), Set.of());
        traffic.seconds(600);
        assertThat(forecast.asked()).as("seed %d", SEED).isCloseTo(traffic.askedPerSecond(), FIFTH);
        assertThat(forecast.written()).as("seed %d", SEED).isCloseTo(traffic.writtenPerSecond(), FIFTH);
        assertThat(forecast.withheld())
                .as("seed %d", SEED)
                .isCloseTo(traffic.askedPerSecond() - traffic.writtenPerSecond(), FIFTH);
        assertThat(forecast.peak()).isGreaterThan(LIMIT);
    }

    @Test
    void whereNobodyKnowsHowManyPacketsShareALineTheForecastIsAnUpperBound() {
        ClusterSnapshot cluster = cluster(logging(Switch.OFF, Switch.OFF));
        NodeTraffic traffic = new NodeTraffic("node-1", SEED, LIMIT).denying("cart", 60, 3);
        watch(traffic);
        LoggingForecast forecast = new Forecaster(book.rates(), cluster, LIMIT).of(Switch.OFF, ALL);
        traffic.record(Set.of(), Set.of("cart"));
        traffic.seconds(600);
        assertThat(forecast.basis().atMost()).isTrue();
        assertThat(forecast.total().asked()).isGreaterThan(traffic.askedPerSecond());
    }

    @Test
    void theLoudestPoliciesAreLeftOutOfTheCheaperSet() {
        ClusterSnapshot cluster = cluster(logging(Switch.OFF, Switch.OFF), "shop/web", "cart/in", "batch/in");
        watch(new NodeTraffic("node-1", SEED, LIMIT)
                .allowing("shop/web", 61)
                .allowing("cart/in", 17)
                .allowing("batch/in", 700));
        LoggingForecast forecast = new Forecaster(book.rates(), cluster, LIMIT).of(ALL, Switch.OFF);
        LoggingForecast.Delegates cheaper = Objects.requireNonNull(forecast.cheaper());
        assertThat(cheaper.left()).containsExactly(policyRef("batch/in"));
        assertThat(cheaper.annotated()).containsExactly(policyRef("cart/in"), policyRef("shop/web"));
        assertThat(cheaper.total().asked()).isCloseTo(78, within(8.0));
        assertThat(forecast.namespaces().getFirst().namespace()).isEqualTo("batch");
        assertThat(new Forecaster(book.rates(), cluster, 10_000)
                        .of(ALL, Switch.OFF)
                        .cheaper())
                .isNull();
    }

    @Test
    void aNodeThatBeginsAnewAndOneThatIsGoneCountNothingOfBefore() {
        NodeTraffic traffic = new NodeTraffic("node-1", SEED, LIMIT).allowing("shop/web", 100);
        watch(traffic);
        assertThat(book.rates()).hasSize(1);
        nodes.set(new NodeTraffic("node-1", SEED, LIMIT)
                .beginning(Duration.ofHours(1))
                .report());
        book.look();
        assertThat(book.rates()).isEmpty();
        nodes.clear();
        book.look();
        assertThat(book.rates()).isEmpty();
    }
}
