package dev.weir.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.testing.Clusters;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterHistoryTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final PodRef WEB = new PodRef("shop", "web-1");
    private static final HistoryScope SHOP = new HistoryScope(Set.of("shop"), Set.of(WEB));

    @TempDir
    Path directory;

    private ClusterHistory history;

    @BeforeEach
    void open() {
        history = open(NOON.plusSeconds(3600), Duration.ofDays(7), 1000);
    }

    @AfterEach
    void close() {
        history.close();
    }

    private ClusterHistory open(Instant now, Duration retention, long maxVersions) {
        return new ClusterHistory(
                new HistorySettings(directory.resolve("history.duckdb").toString(), retention, maxVersions),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Clusters shop() {
        return Clusters.aCluster()
                .withNamespace("shop", Map.of("team", "shop"), Map.of())
                .withNamespace("payments", Map.of(), Map.of())
                .withPod("shop/web-1", "node-1", "10.0.0.1")
                .withPod("payments/api-1", "node-1", "10.0.0.9");
    }

    private void record(long revision, int second, ClusterContents contents) {
        history.record(ClusterSnapshot.of(revision, contents), NOON.plusSeconds(second));
    }

    private PastCluster at(int second) {
        return history.at(NOON.plusSeconds(second), SHOP).orElseThrow();
    }

    private static List<String> policies(PastCluster past) {
        return past.contents().policies().stream()
                .map(policy -> policy.ref().name())
                .sorted()
                .toList();
    }

    @Test
    void tellsWhatTheClusterWasAtEveryTime() {
        record(1, 0, shop().contents());
        record(2, 10, shop().withPolicy(Clusters.denyAll("shop", "deny")).contents());
        record(
                3,
                20,
                shop().withPolicy(Clusters.denyAll("shop", "deny"))
                        .withPolicy(Clusters.allowIngress("shop", "allow", "web", "cart"))
                        .contents());
        record(
                4,
                30,
                shop().withPolicy(Clusters.allowIngress("shop", "allow", "web", "cart"))
                        .contents());
        assertThat(policies(at(5))).isEmpty();
        assertThat(policies(at(10))).containsExactly("deny");
        assertThat(policies(at(25))).containsExactly("allow", "deny");
        assertThat(policies(at(31))).containsExactly("allow");
        assertThat(at(31).since(ObjectKey.of(new PolicyRef("shop", "allow")))).isEqualTo(NOON.plusSeconds(20));
        assertThat(policies(history.atRevision(3, SHOP).orElseThrow())).containsExactly("allow", "deny");
        assertThat(history.at(NOON.minusSeconds(1), SHOP)).isEmpty();
        assertThat(history.begins()).contains(NOON);
    }

    @Test
    void anEarlierTimeThatWasAskedForIsToldAnewWhenSomethingOfItIsWrittenLate() {
        record(1, 0, shop().contents());
        record(2, 20, shop().withPolicy(Clusters.denyAll("shop", "deny")).contents());
        assertThat(policies(whole(10))).isEmpty();
        record(3, 5, shop().withPolicy(Clusters.denyAll("shop", "late")).contents());
        assertThat(policies(whole(10))).as("the clock was put back").containsExactly("late");
        assertThat(whole(10).contents()).isSameAs(whole(11).contents());
    }

    private PastCluster whole(int second) {
        return history.at(NOON.plusSeconds(second), HistoryScope.EVERYTHING).orElseThrow();
    }

    @Test
    void keepsObjectsAsTheyAreWrittenAndOnlyThoseAskedFor() {
        NetworkPolicy policy = Clusters.allowIngress("shop", "allow", "web", "cart");
        record(
                1,
                0,
                shop().withPolicy(policy)
                        .withPolicy(Clusters.denyAll("payments", "x"))
                        .contents());
        ClusterContents contents = at(1).contents();
        assertThat(contents.policies()).containsExactly(policy);
        assertThat(contents.namespaces())
                .extracting(namespace -> namespace.labels().get("team"))
                .containsExactly("shop");
        assertThat(contents.nodes()).hasSize(2);
        assertThat(contents.pods()).extracting(Pod::ref).containsExactly(WEB);
        assertThat(contents.pods().iterator().next())
                .isEqualTo(shop().contents().pods().iterator().next());
    }

    @Test
    void outlivesARestartAndFindsWhatChangedMeanwhile() {
        record(7, 0, shop().withPolicy(Clusters.denyAll("shop", "deny")).contents());
        history.close();
        history = open(NOON.plusSeconds(3600), Duration.ofDays(7), 1000);
        record(8, 600, shop().contents());
        assertThat(policies(at(300))).containsExactly("deny");
        assertThat(at(1).followed()).isTrue();
        assertThat(at(300).followed())
                .as("nobody watched between the two lives")
                .isFalse();
        assertThat(policies(at(600))).isEmpty();
        assertThat(at(600).followed()).isTrue();
    }

    @Test
    void revisionsGoOnAfterARestartEvenWhenNoDaemonRemembersThem() {
        record(41, 0, shop().contents());
        ClusterState state = new ClusterState();
        history.follow(state);
        assertThat(state.replace(shop().contents()).revision()).isEqualTo(42);
    }

    @Test
    void followsTheStateByItself() throws InterruptedException {
        ClusterState state = new ClusterState();
        state.mark(new Freshness.Current(NOON));
        history.follow(state);
        state.replace(shop().withPolicy(Clusters.denyAll("shop", "deny")).contents());
        Instant deadline = Instant.now().plusSeconds(10);
        Optional<PastCluster> past = Optional.empty();
        while (past.isEmpty() && Instant.now().isBefore(deadline)) {
            past = history.at(NOON.plusSeconds(3600), SHOP);
            Thread.onSpinWait();
        }
        assertThat(policies(past.orElseThrow())).containsExactly("deny");
    }

    @Test
    void forgetsWhatWasReplacedBeforeTheRetentionButNotWhatStillHolds() {
        record(1, 0, shop().withPolicy(Clusters.denyAll("shop", "old")).contents());
        record(2, 10, shop().contents());
        record(3, 3000, shop().withPolicy(Clusters.denyAll("shop", "new")).contents());
        history.close();
        history = open(NOON.plusSeconds(3600), Duration.ofSeconds(1800), 1000);
        history.clean();
        assertThat(history.begins()).contains(NOON.plusSeconds(1800));
        assertThat(history.at(NOON.plusSeconds(5), SHOP)).isEmpty();
        assertThat(at(1900).contents().pods()).hasSize(1);
        assertThat(policies(at(3100))).containsExactly("new");
    }

    @Test
    void isBoundedInSize() {
        for (int i = 0; i < 200; i++) {
            record(
                    i + 1,
                    i,
                    shop().withPolicy(Clusters.denyAll("shop", "policy-" + i)).contents());
        }
        history.close();
        history = open(NOON.plusSeconds(3600), Duration.ofDays(7), 100);
        history.clean();
        assertThat(history.begins().orElseThrow()).isAfter(NOON.plusSeconds(60));
        assertThat(policies(at(199))).containsExactly("policy-199");
    }
}
