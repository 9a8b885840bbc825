package dev.weir.paste;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.paste.Pasted.Kind;
import dev.weir.paste.Pasted.Place;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which things of the cluster, as far as the reader may see it, have a name. */
final class Names {
    /** More than one reads. */
    private static final int MOST = 20;

    private final ClusterSnapshot cluster;

    Names(ClusterSnapshot cluster) {
        this.cluster = cluster;
    }

    /** Those of exactly that name; if there are none, those that have it as a part. */
    List<Place> like(String name) {
        List<Place> same = some(one -> one.equals(name), place -> true);
        return same.isEmpty() ? some(one -> one.contains(name), place -> true) : same;
    }

    /** Of {@code namespace/name}. */
    List<Place> within(String namespace, String name) {
        return some(one -> one.equals(name), place -> place.name().equals(namespace + "/" + name));
    }

    /** Of one kind and exactly that name. */
    List<Place> of(Kind kind, String name) {
        return some(one -> one.equals(name), place -> place.kind() == kind);
    }

    List<PolicyRef> policies(String name) {
        return cluster.policies().stream()
                .map(NetworkPolicy::ref)
                .filter(ref -> ref.name().equals(name))
                .limit(MOST)
                .toList();
    }

    boolean hasPolicy(PolicyRef ref) {
        return cluster.policy(ref) != null;
    }

    boolean hasNamespace(String name) {
        return cluster.namespace(name) != null;
    }

    boolean hasNode(String name) {
        return cluster.node(new NodeName(name)) != null;
    }

    private List<Place> some(Predicate<String> named, Predicate<Place> wanted) {
        return Stream.of(namespaces(named), policies(named), workloads(named), nodes(named), pods(named))
                .flatMap(places -> places)
                .filter(wanted)
                .limit(MOST)
                .toList();
    }

    private Stream<Place> namespaces(Predicate<String> named) {
        return cluster.namespaces().stream().map(Namespace::name).filter(named).map(Places::namespace);
    }

    private Stream<Place> policies(Predicate<String> named) {
        return cluster.policies().stream()
                .map(NetworkPolicy::ref)
                .filter(ref -> named.test(ref.name()))
                .map(ref -> Places.policy(ref, ""));
    }

    private Stream<Place> workloads(Predicate<String> named) {
        return cluster.pods().stream()
                .filter(pod -> pod.workload() != null)
                .filter(pod -> named.test(workload(pod).name()))
                .map(pod -> Places.workload(pod.ref().namespace(), workload(pod)))
                .distinct();
    }

    private Stream<Place> nodes(Predicate<String> named) {
        return cluster.nodes().stream()
                .map(node -> node.name().value())
                .filter(named)
                .map(Places::node);
    }

    private Stream<Place> pods(Predicate<String> named) {
        return cluster.pods().stream()
                .map(Pod::ref)
                .filter(ref -> named.test(ref.name()))
                .map(Places::pod);
    }

    private static Workload workload(Pod pod) {
        return Objects.requireNonNull(pod.workload());
    }
}
