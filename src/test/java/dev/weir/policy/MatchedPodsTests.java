package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.policy.Judgement.Admits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The pods that a page counts for a peer are those that the specification lets it match. */
class MatchedPodsTests {
    @Test
    void thePodsOfAPeerAreThoseThatTheEvaluatorAdmitsByIt() {
        int asked = 0;
        for (long seed = 0; seed < 300; seed++) {
            ClusterSnapshot cluster = new RandomCluster(seed).snapshot();
            for (NetworkPolicy policy : cluster.policies()) {
                for (Direction direction : Direction.values()) {
                    for (Rule rule : policy.rules(direction)) {
                        for (Peer peer : rule.peers()) {
                            asked += check(seed, peer, policy.ref().namespace(), cluster);
                        }
                    }
                }
            }
        }
        assertThat(asked).isGreaterThan(5000);
    }

    /** Asks about every pod that has an address, but the one that asks. */
    private static int check(long seed, Peer peer, String namespace, ClusterSnapshot cluster) {
        Pod asking = cluster.podsIn(namespace).stream()
                .filter(pod -> pod.isEnforced() && owned(pod, cluster) != null)
                .findFirst()
                .orElse(null);
        if (asking == null) {
            return 0;
        }
        PolicyEvaluator evaluator = new PolicyEvaluator(withOnly(peer, namespace, cluster));
        List<Pod> matched = MatchedPods.of(peer, namespace, cluster);
        int asked = 0;
        for (Pod pod : cluster.pods()) {
            if (!pod.equals(asking)) {
                assertThat(matched.contains(pod))
                        .as("seed %d, %s in %s, %s", seed, peer, namespace, pod)
                        .isEqualTo(admitted(asking, pod, evaluator, cluster));
                asked++;
            }
        }
        return asked;
    }

    private static boolean admitted(Pod asking, Pod pod, PolicyEvaluator evaluator, ClusterSnapshot cluster) {
        IpAddress from = Objects.requireNonNull(owned(asking, cluster));
        return pod.addresses().stream()
                .filter(address -> pod.equals(cluster.podAt(address)))
                .anyMatch(address -> {
                    Judgement egress = evaluator
                            .evaluate(new Packet(from, address, Protocol.TCP, 80))
                            .egress();
                    return egress != null && egress.explanations().getFirst().outcome() instanceof Admits;
                });
    }

    private static @Nullable IpAddress owned(Pod pod, ClusterSnapshot cluster) {
        return pod.addresses().stream()
                .filter(address -> pod.equals(cluster.podAt(address)))
                .findFirst()
                .orElse(null);
    }

    private static ClusterSnapshot withOnly(Peer peer, String namespace, ClusterSnapshot cluster) {
        NetworkPolicy probe = new NetworkPolicy(
                new PolicyRef(namespace, "probe"),
                Map.of(),
                LabelSelector.EVERYTHING,
                Set.of(Direction.EGRESS),
                List.of(),
                List.of(new Rule(List.of(peer), List.of())));
        return ClusterSnapshot.of(
                1,
                new ClusterContents(
                        enforcing(cluster),
                        List.copyOf(cluster.nodes()),
                        List.copyOf(cluster.pods()),
                        List.of(probe),
                        cluster.declaredLogging(),
                        cluster.logging()));
    }

    /** A namespace in shadow would put the probe there too. */
    private static List<Namespace> enforcing(ClusterSnapshot cluster) {
        return cluster.namespaces().stream()
                .map(namespace -> new Namespace(namespace.name(), namespace.labels(), Map.of()))
                .toList();
    }
}
