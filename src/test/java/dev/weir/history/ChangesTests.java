package dev.weir.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.testing.Clusters;
import dev.weir.history.HistoryTable.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a snapshot changes of what is written down. */
class ChangesTests {
    private static final ObjectKey DENY = ObjectKey.of(new PolicyRef("shop", "deny"));

    private final LatestVersions written = new LatestVersions();
    private final Changes changes = new Changes(written);

    private static Clusters shop() {
        return Clusters.aCluster().withNamespace("shop", Map.of(), Map.of());
    }

    private List<ObjectKey> told(long revision, Clusters cluster) {
        return changes.of(ClusterSnapshot.of(revision, cluster.contents())).stream()
                .map(Changes.Change::key)
                .toList();
    }

    @Test
    void eachSnapshotIsComparedWithTheOneBeforeItThoughThatIsNotWrittenYet() {
        assertThat(told(1, shop().withPolicy(Clusters.denyAll("shop", "deny")))).contains(DENY);
        assertThat(told(2, shop().withPolicy(Clusters.denyAll("shop", "deny")))).isEmpty();
        assertThat(told(3, shop())).containsExactly(DENY);
        assertThat(told(4, shop())).isEmpty();
    }

    @Test
    void whatCouldNotBeWrittenDownIsToldAgain() {
        List<ObjectKey> first = told(1, shop().withPolicy(Clusters.denyAll("shop", "deny")));
        changes.areLost();
        assertThat(told(2, shop().withPolicy(Clusters.denyAll("shop", "deny"))))
                .containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void whatWasDeletedWhenItsDeletionWasLostIsToldToBeGone() {
        changes.of(ClusterSnapshot.of(
                        1, shop().withPolicy(Clusters.denyAll("shop", "deny")).contents()))
                .forEach(change -> written.put(new Version(1, 1, change.key(), ""), change.object()));
        changes.areWritten();
        assertThat(told(2, shop())).containsExactly(DENY);
        changes.areLost();
        assertThat(told(3, shop())).containsExactly(DENY);
    }
}
