package dev.weir.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.pairs.Talker.Kind;
import dev.weir.pairs.TalkingPair.Ends;
import dev.weir.pairs.TalkingPair.Guard;
import dev.weir.pairs.TalkingPair.Guard.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether the ends of pairs are isolated, as the cluster is when it is asked. */
class GuardsTests {
    private static final Ends PAIR = ends("web", "cart");
    private static final PolicyRef POLICY = new PolicyRef("shop", "cart-in");

    private final ClusterSnapshot open = ClusterSnapshot.of(
            1,
            new ClusterContents(
                    List.of(new Namespace("shop", Map.of(), Map.of())),
                    List.of(),
                    List.of(pod("web", "web-1", 1), pod("cart", "cart-1", 2), pod("cart", "cart-2", 3)),
                    List.of(),
                    LoggingConfig.ABSENT,
                    LoggingConfig.ABSENT));

    private static Ends ends(String source, String destination) {
        return new Ends(new Talker(Kind.WORKLOAD, "shop", source), new Talker(Kind.WORKLOAD, "shop", destination));
    }

    private static Pod pod(String workload, String name, int address) {
        return new Pod(
                new PodRef("shop", name),
                "uid-" + name,
                Map.of("app", workload, "pod", name),
                new NodeName("node-1"),
                List.of(IpAddress.parse("10.244.1." + address)),
                false,
                PodPhase.RUNNING,
                true,
                new Workload("Deployment", workload),
                List.of());
    }

    private static NetworkPolicy policy(Map<String, String> labels, Map<String, String> annotations) {
        return new NetworkPolicy(
                POLICY, annotations, LabelSelector.ofLabels(labels), Set.of(Direction.INGRESS), List.of(), List.of());
    }

    private static ClusterSnapshot after(ClusterSnapshot before, List<NetworkPolicy> written, List<PolicyRef> deleted) {
        return before.after(
                new ClusterUpdate(
                        ObjectUpdate.none(),
                        ObjectUpdate.none(),
                        ObjectUpdate.none(),
                        new ObjectUpdate<>(written, deleted),
                        LoggingConfig.ABSENT,
                        LoggingConfig.ABSENT),
                before.revision() + 1);
    }

    private static Guard guard(ClusterSnapshot cluster, Ends... pairs) {
        return Guards.of(cluster).of(List.of(pairs));
    }

    @Test
    void aPolicyThatIsWrittenGuardsFromTheNextQuestionOnAndOneThatIsDeletedNoMore() {
        assertThat(guard(open, PAIR)).isEqualTo(new Guard(State.UNGUARDED, List.of()));

        ClusterSnapshot guarded = after(open, List.of(policy(Map.of("app", "cart"), Map.of())), List.of());
        assertThat(guard(guarded, PAIR)).isEqualTo(new Guard(State.GUARDED, List.of(POLICY)));

        assertThat(guard(after(guarded, List.of(), List.of(POLICY)), PAIR).state())
                .isEqualTo(State.UNGUARDED);
    }

    @Test
    void onePodThatIsNotIsolatedLeavesTheWorkloadUnguarded() {
        ClusterSnapshot half = after(open, List.of(policy(Map.of("pod", "cart-1"), Map.of())), List.of());
        assertThat(guard(half, PAIR)).isEqualTo(new Guard(State.UNGUARDED, List.of(POLICY)));
    }

    @Test
    void aPolicyInShadowGuardsNothing() {
        Map<String, String> shadow = Map.of(PolicyMode.ANNOTATION, PolicyMode.SHADOW_VALUE);
        ClusterSnapshot inShadow = after(open, List.of(policy(Map.of("app", "cart"), shadow)), List.of());
        assertThat(guard(inShadow, PAIR)).isEqualTo(new Guard(State.UNGUARDED, List.of()));
    }

    @Test
    void ofWhatIsGoneNothingIsKnown() {
        assertThat(guard(open, ends("web", "gone")).state()).isEqualTo(State.UNKNOWN);
    }
}
