package dev.weir.cluster;

import dev.weir.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cluster at one revision: immutable, indexed, everything in order. Safe to share between threads. */
public final class ClusterSnapshot {
    private final long revision;
    private final SortedMap<String, Namespace> namespaces;
    private final SortedMap<NodeName, Node> nodes;
    private final SortedMap<PodRef, Pod> pods;
    private final SortedMap<PolicyRef, NetworkPolicy> policies;
    private final Map<String, List<Pod>> podsByNamespace;
    private final Map<NodeName, List<Pod>> podsByNode;
    private final Map<IpAddress, Pod> podsByAddress;
    private final Map<String, List<NetworkPolicy>> policiesByNamespace;
    private final LoggingConfig declaredLogging;
    private final LoggingConfig logging;

    private ClusterSnapshot(long revision, ClusterContents contents) {
        this.revision = revision;
        namespaces = byKey(contents.namespaces(), Namespace::name);
        nodes = byKey(contents.nodes(), Node::name);
        pods = byKey(contents.pods(), Pod::ref);
        policies = byKey(contents.policies(), NetworkPolicy::ref);
        podsByNamespace = grouped(pods.values(), pod -> pod.ref().namespace());
        podsByNode = grouped(pods.values(), Pod::node);
        policiesByNamespace = grouped(policies.values(), policy -> policy.ref().namespace());
        podsByAddress = addressOwners(pods.values());
        declaredLogging = contents.declaredLogging();
        logging = contents.logging();
    }

    private ClusterSnapshot(long revision, ClusterSnapshot other) {
        this.revision = revision;
        namespaces = other.namespaces;
        nodes = other.nodes;
        pods = other.pods;
        policies = other.policies;
        podsByNamespace = other.podsByNamespace;
        podsByNode = other.podsByNode;
        podsByAddress = other.podsByAddress;
        policiesByNamespace = other.policiesByNamespace;
        declaredLogging = other.declaredLogging;
        logging = other.logging;
    }

    public static ClusterSnapshot of(long revision, ClusterContents contents) {
        return new ClusterSnapshot(revision, contents);
    }

    /** The same cluster under another revision. */
    ClusterSnapshot at(long otherRevision) {
        return new ClusterSnapshot(otherRevision, this);
    }

    /** Grows with every change; revision 0 is the empty cluster before anything is known. */
    public long revision() {
        return revision;
    }

    public Collection<Namespace> namespaces() {
        return namespaces.values();
    }

    public @Nullable Namespace namespace(String name) {
        return namespaces.get(name);
    }

    public Collection<Node> nodes() {
        return nodes.values();
    }

    public @Nullable Node node(NodeName name) {
        return nodes.get(name);
    }

    public Collection<Pod> pods() {
        return pods.values();
    }

    public @Nullable Pod pod(PodRef ref) {
        return pods.get(ref);
    }

    public List<Pod> podsIn(String namespace) {
        return podsByNamespace.getOrDefault(namespace, List.of());
    }

    public List<Pod> podsOn(NodeName node) {
        return podsByNode.getOrDefault(node, List.of());
    }

    /** The pod that has this address now; never a host-network pod or one that ended. */
    public @Nullable Pod podAt(IpAddress address) {
        return podsByAddress.get(address);
    }

    public Collection<NetworkPolicy> policies() {
        return policies.values();
    }

    public @Nullable NetworkPolicy policy(PolicyRef ref) {
        return policies.get(ref);
    }

    public List<NetworkPolicy> policiesIn(String namespace) {
        return policiesByNamespace.getOrDefault(namespace, List.of());
    }

    /** The policies that select this pod, in order of their names. */
    public List<NetworkPolicy> policiesSelecting(Pod pod) {
        return policiesIn(pod.ref().namespace()).stream()
                .filter(policy -> policy.selects(pod))
                .toList();
    }

    /** What the NetworkLogging object says, valid or not. */
    public LoggingConfig declaredLogging() {
        return declaredLogging;
    }

    /** What is in effect: the last valid NetworkLogging object. */
    public LoggingConfig logging() {
        return logging;
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> byKey(Collection<V> values, Function<V, K> key) {
        SortedMap<K, V> result = new TreeMap<>();
        for (V value : values) {
            result.put(key.apply(value), value);
        }
        return Collections.unmodifiableSortedMap(result);
    }

    private static <K, V> Map<K, List<V>> grouped(Collection<V> values, Function<V, @Nullable K> key) {
        Map<K, List<V>> result = new HashMap<>();
        for (V value : values) {
            K group = key.apply(value);
            if (group != null) {
                result.computeIfAbsent(group, unused -> new ArrayList<>()).add(value);
            }
        }
        result.replaceAll((unused, list) -> Collections.unmodifiableList(list));
        return result;
    }

    /** Two pods claim one address while an update of one of them is under way: the first in order has it, on every server. */
    private static Map<IpAddress, Pod> addressOwners(Collection<Pod> pods) {
        Map<IpAddress, Pod> owners = new HashMap<>();
        for (Pod pod : pods) {
            for (IpAddress address : pod.addresses()) {
                owners.putIfAbsent(address, pod);
            }
        }
        return owners;
    }
}
