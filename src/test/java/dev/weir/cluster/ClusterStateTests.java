package dev.weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What updates of the cluster make of the snapshot. */
class ClusterStateTests {
    private static final IpAddress ADDRESS = IpAddress.parse("10.244.1.7");

    private final ClusterState state = new ClusterState();

    @BeforeEach
    void somethingIsKnown() {
        state.replace(ClusterContents.EMPTY);
    }

    private static Pod pod(String name, PodPhase phase) {
        return new Pod(
                new PodRef("shop", name),
                "uid-" + name,
                Map.of(),
                new NodeName("node-1"),
                List.of(ADDRESS),
                false,
                phase,
                true,
                null,
                List.of());
    }

    private ClusterSnapshot update(List<Pod> written, List<PodRef> deleted) {
        return state.update(new ClusterUpdate(
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                new ObjectUpdate<>(written, deleted),
                ObjectUpdate.none(),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT));
    }

    private static String owner(ClusterSnapshot snapshot) {
        return Objects.requireNonNull(snapshot.podAt(ADDRESS)).ref().name();
    }

    @Test
    void anUpdateIsOneRevisionOnAndTellsWhatChanged() {
        ClusterSnapshot before = state.current();
        ClusterSnapshot after = update(List.of(pod("web", PodPhase.RUNNING)), List.of());

        assertThat(after.revision()).isEqualTo(before.revision() + 1);
        assertThat(after.changesSince(before).pods()).containsExactly(new PodRef("shop", "web"));
        assertThat(after.changesSince(before).namespaces()).isEmpty();
        assertThat(before.pods()).isEmpty();
    }

    @Test
    void ofTwoPodsWithOneAddressTheFirstHasItAndTheSecondGetsItWhenTheFirstGoes() {
        assertThat(owner(update(List.of(pod("b", PodPhase.RUNNING)), List.of())))
                .isEqualTo("b");
        assertThat(owner(update(List.of(pod("a", PodPhase.RUNNING)), List.of())))
                .isEqualTo("a");
        assertThat(owner(update(List.of(), List.of(new PodRef("shop", "a"))))).isEqualTo("b");
        assertThat(update(List.of(), List.of(new PodRef("shop", "b"))).podAt(ADDRESS))
                .isNull();
    }

    @Test
    void anAddressGoesToItsNewPodInTheStepInWhichTheOldOneEnds() {
        update(List.of(pod("a", PodPhase.RUNNING)), List.of());
        ClusterSnapshot next = update(List.of(pod("a", PodPhase.SUCCEEDED), pod("b", PodPhase.PENDING)), List.of());

        assertThat(owner(next)).isEqualTo("b");
        assertThat(next.podsIn("shop")).hasSize(2);
    }

    @Test
    void namespacesWhoseNamesBeginAlikeAreKeptApart() {
        Pod other = new Pod(
                new PodRef("shop-2", "web"),
                "u",
                Map.of(),
                null,
                List.of(),
                false,
                PodPhase.PENDING,
                false,
                null,
                List.of());
        ClusterSnapshot snapshot = update(List.of(other, pod("web", PodPhase.RUNNING)), List.of());

        assertThat(snapshot.podsIn("shop"))
                .extracting(pod -> pod.ref().namespace())
                .containsExactly("shop");
        assertThat(snapshot.podsIn("sho")).isEmpty();
    }

    @Test
    void listenersSeeEveryUpdate() {
        List<Long> seen = new ArrayList<>();
        state.onChange(snapshot -> seen.add(snapshot.revision()));
        update(List.of(pod("a", PodPhase.RUNNING)), List.of());
        update(List.of(), List.of(new PodRef("shop", "a")));

        assertThat(seen).containsExactly(2L, 3L);
    }
}
