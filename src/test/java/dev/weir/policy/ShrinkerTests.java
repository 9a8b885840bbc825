package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.cluster.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures of the property tests come out small, and in a form in which they can be kept. */
class ShrinkerTests {
    private static final int CLUSTERS = 300;

    /** A judge with a fault that somebody planted: it overlooks exceptions of ipBlocks. */
    private static final Judge FORGETS_EXCEPTIONS = (cluster, packets) -> {
        ClusterContents contents = new ClusterContents(
                cluster.namespaces(),
                cluster.nodes(),
                cluster.pods(),
                cluster.policies().stream()
                        .map(ShrinkerTests::withoutExceptions)
                        .toList(),
                cluster.declaredLogging(),
                cluster.logging());
        PolicyEvaluator evaluator = new PolicyEvaluator(ClusterSnapshot.of(1, contents));
        return packets.stream().map(evaluator::evaluate).map(Answer::of).toList();
    };

    private static NetworkPolicy withoutExceptions(NetworkPolicy policy) {
        return new NetworkPolicy(
                policy.ref(),
                policy.annotations(),
                policy.podSelector(),
                policy.declaredTypes(),
                policy.ingress().stream().map(ShrinkerTests::withoutExceptions).toList(),
                policy.egress().stream().map(ShrinkerTests::withoutExceptions).toList());
    }

    private static Rule withoutExceptions(Rule rule) {
        return new Rule(
                rule.peers().stream().map(ShrinkerTests::withoutExceptions).toList(), rule.ports());
    }

    private static Peer withoutExceptions(Peer peer) {
        return peer instanceof IpBlockPeer block ? new IpBlockPeer(block.block(), List.of()) : peer;
    }

    @Test
    void aPlantedFaultShrinksToOnePodOnePolicyOneRuleOnePeerAndOneException() {
        PacketCase smallest = Shrinker.shrink(failing(), one -> !one.holdsFor(FORGETS_EXCEPTIONS));

        assertThat(smallest.holdsFor(FORGETS_EXCEPTIONS)).isFalse();
        assertThat(smallest.contents().namespaces()).isEmpty();
        assertThat(smallest.contents().pods()).hasSize(1);
        assertThat(smallest.contents().pods())
                .allSatisfy(pod -> assertThat(pod.labels()).isEmpty());
        assertThat(smallest.contents().policies()).hasSize(1);
        NetworkPolicy policy = smallest.contents().policies().iterator().next();
        assertThat(policy.podSelector().isEverything()).isTrue();
        List<Rule> rules = policy.ingress().isEmpty() ? policy.egress() : policy.ingress();
        assertThat(rules).hasSize(1);
        assertThat(rules.getFirst().ports()).isEmpty();
        assertThat(rules.getFirst().peers()).hasSize(1);
        assertThat(((IpBlockPeer) rules.getFirst().peers().getFirst()).except()).hasSize(1);
    }

    private static PacketCase failing() {
        for (long seed = 1; seed <= CLUSTERS; seed++) {
            RandomCluster random = new RandomCluster(seed);
            ClusterSnapshot cluster = random.snapshot();
            PacketCase one = PacketCase.of(cluster, random.packet(cluster));
            if (!one.holdsFor(FORGETS_EXCEPTIONS)) {
                return one;
            }
        }
        throw new AssertionError("no random cluster has met the planted fault");
    }

    @Test
    void aPlantedFaultIsReportedWithItsSeedAndAsAScenario() {
        assertThatThrownBy(() -> Agreement.check(FORGETS_EXCEPTIONS, CLUSTERS))
                .isInstanceOf(AssertionError.class)
                .message()
                .startsWith("-Dweir.seed=")
                .satisfies(message -> {
                    String scenario = message.substring(message.indexOf('\n') + 1);
                    ScenarioFile file = ScenarioFile.parse("reported.yaml", scenario);
                    Scenario kept = file.scenarios().getFirst();
                    ScenarioCheck.check(kept, ScenarioTests.SPECIFICATION);
                    assertThatThrownBy(() -> ScenarioCheck.check(kept, FORGETS_EXCEPTIONS))
                            .isInstanceOf(AssertionError.class);
                });
    }

    @Test
    void everyRandomClusterCanBeWrittenAsAScenarioAndReadAgain() {
        for (long seed = 1; seed <= CLUSTERS; seed++) {
            RandomCluster random = new RandomCluster(seed);
            ClusterSnapshot cluster = random.snapshot();
            PacketCase one = PacketCase.of(cluster, random.packet(cluster));
            String text = ScenarioText.of("seed " + seed, one);
            Scenario read = ScenarioFile.parse("random.yaml", text).scenarios().getFirst();

            for (NetworkPolicy policy : cluster.policies()) {
                assertThat(read.cluster().policy(policy.ref()))
                        .as("seed " + seed)
                        .isEqualTo(policy);
            }
            assertThatCode(() -> ScenarioCheck.check(read, ScenarioTests.SPECIFICATION))
                    .as(text)
                    .doesNotThrowAnyException();
        }
    }
}
