package dev.weir.bench;

import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that Antrea's controller is measured with, by the numbers of their generators: pods on random nodes out of 1,000, at random
 * IPv4 addresses; every policy isolates in both directions and has at most one ingress rule.
 */
final class Workload {
    static final int NODES = 1000;
    static final List<String> TITLES = List.of(
            "25,000 namespaces of 3 policies and 4 pods",
            "100 namespaces of 101 policies and 1,000 pods",
            "10,000 policies that all select the same 10,000 pods",
            "10,000 policies, each for one pod and from one pod",
            "1,000 namespaces whose 10 policies name pods of 10 namespaces");

    private final Random random;
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<NetworkPolicy> policies = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private int names;

    private Workload(long seed) {
        random = new Random(seed);
    }

    static Workload of(int generator, long seed) {
        Workload workload = new Workload(seed);
        switch (generator) {
            case 1 -> workload.smallNamespaces();
            case 2 -> workload.largeNamespaces();
            case 3 -> workload.oneNamespace();
            case 4 -> workload.policyForEachPod();
            case 5 -> workload.acrossNamespaces();
            default -> throw new IllegalArgumentException("there are generators 1 to 5, not " + generator);
        }
        return workload;
    }

    private void smallNamespaces() {
        for (int i = 0; i < 25_000; i++) {
            String namespace = name();
            namespaces.add(new Namespace(namespace, Map.of("app", namespace), Map.of()));
            addPolicy(namespace, "default-deny-all", Map.of(), null);
            for (int app = 1; app <= 2; app++) {
                Map<String, String> labels = Map.of("app-" + app, "scale-" + app);
                addPolicy(namespace, "np-" + app, labels, own(labels));
                addPod(namespace, "pod" + (2 * app - 1), labels);
                addPod(namespace, "pod" + 2 * app, labels);
            }
        }
    }

    private void largeNamespaces() {
        for (int i = 0; i < 100; i++) {
            String namespace = name();
            namespaces.add(new Namespace(namespace, Map.of("app", namespace), Map.of()));
            addPolicy(namespace, "default-deny-all", Map.of(), null);
            for (int app = 0; app < 100; app++) {
                Map<String, String> labels = Map.of("app-" + app, "scale-" + app);
                addPolicy(namespace, "np-" + app, labels, own(labels));
                for (int pod = 0; pod < 10; pod++) {
                    addPod(namespace, "pod-" + app + "-" + pod, labels);
                }
            }
        }
    }

    private void oneNamespace() {
        String namespace = name();
        namespaces.add(new Namespace(namespace, Map.of("app", namespace), Map.of()));
        Map<String, String> labels = Map.of("app-1", "scale-1");
        for (int i = 0; i < 10_000; i++) {
            addPolicy(namespace, "np-" + name(), labels, own(labels));
            addPod(namespace, "pod-" + name(), labels);
        }
    }

    private void policyForEachPod() {
        String namespace = name();
        namespaces.add(new Namespace(namespace, Map.of("app", namespace), Map.of()));
        for (int i = 0; i < 5000; i++) {
            Map<String, String> one = Map.of("app", "scale-" + name());
            Map<String, String> other = Map.of("app", "scale-" + name());
            addPolicy(namespace, "np-" + name(), one, own(other));
            addPolicy(namespace, "np-" + name(), other, own(one));
            addPod(namespace, "pod-" + name(), one);
            addPod(namespace, "pod-" + name(), other);
        }
    }

    private void acrossNamespaces() {
        for (int i = 0; i < 1000; i++) {
            String company = "company-" + i % 100;
            String namespace = company + "-" + name();
            Map<String, String> itsLabels = Map.of("company", company);
            namespaces.add(new Namespace(namespace, itsLabels, Map.of()));
            for (int app = 0; app < 10; app++) {
                Map<String, String> labels = Map.of("app", "scale-" + app);
                addPolicy(
                        namespace,
                        "np-" + app,
                        labels,
                        new Peer.NamespacePeer(LabelSelector.ofLabels(itsLabels), LabelSelector.ofLabels(labels)));
                for (int pod = 0; pod < 10; pod++) {
                    addPod(namespace, "pod-" + app + "-" + pod, labels);
                }
            }
        }
    }

    private static Peer own(Map<String, String> labels) {
        return new Peer.PodPeer(LabelSelector.ofLabels(labels));
    }

    private void addPolicy(String namespace, String name, Map<String, String> selected, @Nullable Peer from) {
        policies.add(new NetworkPolicy(
                new PolicyRef(namespace, name),
                Map.of(),
                LabelSelector.ofLabels(selected),
                Set.of(Direction.values()),
                from == null ? List.of() : List.of(new Rule(List.of(from), List.of())),
                List.of()));
    }

    private void addPod(String namespace, String name, Map<String, String> labels) {
        pods.add(pod(namespace, name, labels));
    }

    Pod pod(String namespace, String name, Map<String, String> labels) {
        return new Pod(
                new PodRef(namespace, name),
                Long.toHexString(random.nextLong()),
                labels,
                new NodeName("node-" + random.nextInt(NODES)),
                List.of(IpAddress.v4(random.nextInt())),
                false,
                PodPhase.RUNNING,
                true,
                null,
                List.of());
    }

    /** Eight letters and digits, as far as anybody can tell at random; never the same twice. */
    String name() {
        StringBuilder name = new StringBuilder(Integer.toString(names++, 36));
        while (name.length() < 8) {
            name.insert(0, Character.forDigit(random.nextInt(10, 36), 36));
        }
        return name.toString();
    }

    Random random() {
        return random;
    }

    List<Namespace> namespaces() {
        return namespaces;
    }

    List<NetworkPolicy> policies() {
        return policies;
    }

    List<Pod> pods() {
        return pods;
    }

    /** What filled informers hand over at first. */
    ClusterUpdate everything() {
        return new ClusterUpdate(
                written(namespaces),
                ObjectUpdate.none(),
                written(pods),
                written(policies),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT);
    }

    private static <K, V> ObjectUpdate<K, V> written(List<V> objects) {
        return new ObjectUpdate<>(objects, List.of());
    }
}
