package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Coverage;
import org.junit.jupiter.api.Test;

/** However the cluster changes, what is kept with a snapshot is what is found out about one of which nothing is known. */
class AnswersKeptWithASnapshotTests {
    private static final int WORLDS = 50;
    private static final int CHANGES = 10;

    @Test
    void theyAreNeverThoseOfTheClusterBefore() {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        for (long seed = first; seed < first + (fixed == null ? WORLDS : 1); seed++) {
            RandomChanges changes = new RandomChanges(seed);
            ClusterSnapshot cluster = new RandomCluster(seed).snapshot();
            for (int i = 0; i < CHANGES; i++) {
                check(cluster, "-Dweir.seed=" + seed + ", change " + i);
                cluster = changes.after(cluster);
            }
        }
    }

    private static void check(ClusterSnapshot cluster, String what) {
        ClusterSnapshot anew = cluster.within(everything -> true);
        assertThat(MatchedPods.selectingNone(cluster))
                .as(what)
                .isEqualTo(cluster.policies().stream()
                        .filter(policy -> MatchedPods.selectedBy(policy, anew).isEmpty())
                        .toList());
        for (String namespace : RandomCluster.NAMESPACES) {
            assertThat(Coverage.of(cluster, namespace))
                    .as("%s, first asked", what)
                    .isEqualTo(Coverage.of(anew, namespace));
            assertThat(Coverage.of(cluster, namespace))
                    .as("%s, asked again", what)
                    .isEqualTo(Coverage.of(anew, namespace));
        }
    }
}
