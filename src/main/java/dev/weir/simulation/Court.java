package dev.weir.simulation;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.net.Protocol;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges connections by the policies of a snapshot, as the specification does; of the cluster it takes what concerns the two ends. For one
 * thread.
 */
public final class Court {
    private final ClusterSnapshot cluster;
    private final PolicyEvaluator evaluator;
    /** Who stands in the cluster as he does here; the same ones come again and again. */
    private final Map<Actor, Boolean> present = new IdentityHashMap<>();

    public Court(ClusterSnapshot cluster) {
        this.cluster = cluster;
        evaluator = new PolicyEvaluator(cluster);
    }

    public Evaluation judge(Actor from, Actor to, Protocol protocol, int port) {
        return evaluator(from, to).evaluate(new Packet(from.address(), to.address(), protocol, port));
    }

    private PolicyEvaluator evaluator(Actor from, Actor to) {
        return isPresent(from) && isPresent(to) ? evaluator : new PolicyEvaluator(scene(from, to));
    }

    private boolean isPresent(Actor actor) {
        Boolean known = present.get(actor);
        if (known == null) {
            known = isThere(actor);
            present.put(actor, known);
        }
        return known;
    }

    /** Then the cluster is the scene already. */
    private boolean isThere(Actor actor) {
        Pod pod = actor.pod();
        Pod there = cluster.podAt(actor.address());
        return pod == null || there == null ? pod == there : isJudgedAs(pod, there);
    }

    /** Whether all is the same that a policy can look at. */
    private static boolean isJudgedAs(Pod one, Pod other) {
        return one.ref().equals(other.ref())
                && one.labels().equals(other.labels())
                && one.ports().equals(other.ports())
                && Objects.equals(one.node(), other.node())
                && one.isEnforced() == other.isEnforced();
    }

    private ClusterSnapshot scene(Actor from, Actor to) {
        Map<String, Pod> pods = new TreeMap<>();
        Stream.of(from.pod(), to.pod())
                .filter(Objects::nonNull)
                .forEach(pod -> pods.put(pod.ref().toString(), pod));
        List<Namespace> namespaces = new ArrayList<>();
        List<NetworkPolicy> policies = new ArrayList<>();
        pods.values().stream().map(pod -> pod.ref().namespace()).distinct().forEach(name -> {
            Namespace namespace = cluster.namespace(name);
            if (namespace != null) {
                namespaces.add(namespace);
            }
            policies.addAll(cluster.policiesIn(name));
        });
        return ClusterSnapshot.of(
                1,
                new ClusterContents(
                        namespaces,
                        nodes(pods.values().stream().toList()),
                        pods.values(),
                        policies,
                        cluster.declaredLogging(),
                        cluster.logging()));
    }

    private List<Node> nodes(List<Pod> pods) {
        return pods.stream()
                .map(Pod::node)
                .filter(Objects::nonNull)
                .distinct()
                .map((NodeName name) -> cluster.node(name))
                .filter(Objects::nonNull)
                .toList();
    }
}
