package dev.weir.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.testing.Clusters;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever was changed, deleted and made anew, over restarts, too: every time and every revision is told as it was. */
class HistoryPropertyTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int CLUSTERS = 60;
    private static final int NAMES = 6;

    @TempDir
    Path directory;

    private record Moment(long revision, int second, ClusterContents contents) {}

    private ClusterHistory open() {
        return new ClusterHistory(
                new HistorySettings(directory.resolve("history.duckdb").toString(), Duration.ofDays(7), 100_000),
                Clock.fixed(NOON.plusSeconds(3600), ZoneOffset.UTC));
    }

    /** Some of the policies, each as one of two, and some of the pods. */
    private static ClusterContents someCluster(Random random) {
        Clusters cluster = Clusters.aCluster()
                .withNamespace("shop", Map.of("round", String.valueOf(random.nextInt(3))), Map.of())
                .withNamespace("pay", Map.of(), Map.of());
        for (int i = 0; i < NAMES; i++) {
            String namespace = i % 2 == 0 ? "shop" : "pay";
            switch (random.nextInt(3)) {
                case 0 -> cluster = cluster.withPolicy(Clusters.denyAll(namespace, "policy-" + i));
                case 1 -> cluster = cluster.withPolicy(Clusters.allowIngress(namespace, "policy-" + i, "web", "cart"));
                default -> cluster = cluster.withPod(namespace + "/web-" + i, "node-1", "10.0.0." + (i + 1));
            }
        }
        return cluster.contents();
    }

    @Test
    void everyTimeAndRevisionIsToldAsItWas() {
        long seed = System.currentTimeMillis();
        System.out.println("HistoryPropertyTests seed " + seed);
        Random random = new Random(seed);
        List<Moment> moments = new ArrayList<>();
        ClusterHistory history = open();
        int second = 0;
        for (int i = 0; i < CLUSTERS; i++) {
            second += 1 + random.nextInt(5);
            Moment moment = new Moment(i + 1, second, someCluster(random));
            history.record(ClusterSnapshot.of(moment.revision(), moment.contents()), NOON.plusSeconds(second));
            moments.add(moment);
            if (random.nextInt(10) == 0) {
                history.close();
                history = open();
            }
        }
        List<Moment> asked = new ArrayList<>(moments);
        asked.addAll(moments);
        Collections.shuffle(asked, random);
        for (Moment moment : asked) {
            assertThat(said(history.at(NOON.plusSeconds(moment.second()), HistoryScope.EVERYTHING)
                            .orElseThrow()
                            .contents()))
                    .as("at second %d", moment.second())
                    .isEqualTo(said(moment.contents()));
            assertThat(said(history.atRevision(moment.revision(), HistoryScope.EVERYTHING)
                            .orElseThrow()
                            .contents()))
                    .as("at revision %d", moment.revision())
                    .isEqualTo(said(moment.contents()));
            assertThat(policiesOf(
                            history.atRevision(moment.revision(), new HistoryScope(Set.of("pay"), Set.of()))
                                    .orElseThrow()
                                    .contents(),
                            "pay"))
                    .as("of one namespace at revision %d", moment.revision())
                    .isEqualTo(policiesOf(moment.contents(), "pay"));
        }
        history.close();
    }

    private static Set<Object> said(ClusterContents contents) {
        Set<Object> said = contents.policies().stream().collect(Collectors.toSet());
        contents.pods().forEach(pod -> said.add(pod.ref()));
        contents.namespaces().forEach(said::add);
        return said;
    }

    private static Set<NetworkPolicy> policiesOf(ClusterContents contents, String namespace) {
        return contents.policies().stream()
                .filter(policy -> policy.ref().namespace().equals(namespace))
                .collect(Collectors.toSet());
    }
}
