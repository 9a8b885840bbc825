package dev.weir.cluster;

import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.net.IpAddress;
import dev.weir.table.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cluster at one revision: immutable, indexed, everything in order. Safe to share between threads. The next snapshot shares with this one
 * all that is the same.
 */
public final class ClusterSnapshot {
    private final long revision;
    private final Table<String, Namespace> namespaces;
    private final Table<NodeName, Node> nodes;
    private final Table<PodRef, Pod> pods;
    private final Table<PolicyRef, NetworkPolicy> policies;
    private final Whereabouts whereabouts;
    private final LoggingConfig declaredLogging;
    private final LoggingConfig logging;
    /** Of the existing namespaces that were asked about. */
    private final Map<String, List<NetworkPolicy>> enforced = new ConcurrentHashMap<>();

    private final Map<String, List<NetworkPolicy>> shadow = new ConcurrentHashMap<>();
    /** As many as there are constants of that type. */
    private final Map<Derivation<?>, Derivation.Place<?>> derived = new ConcurrentHashMap<>();

    private ClusterSnapshot(long revision, ClusterContents contents) {
        this.revision = revision;
        namespaces = Table.of(contents.namespaces(), Namespace::name);
        nodes = Table.of(contents.nodes(), Node::name);
        pods = Table.of(contents.pods(), Pod::ref);
        policies = Table.of(contents.policies(), NetworkPolicy::ref);
        whereabouts = Whereabouts.of(nodes.values(), pods.values());
        declaredLogging = contents.declaredLogging();
        logging = contents.logging();
    }

    private ClusterSnapshot(long revision, ClusterSnapshot before, ClusterUpdate update) {
        this.revision = revision;
        namespaces = updated(before.namespaces, update.namespaces(), Namespace::name);
        nodes = updated(before.nodes, update.nodes(), Node::name);
        pods = updated(before.pods, update.pods(), Pod::ref);
        policies = updated(before.policies, update.policies(), NetworkPolicy::ref);
        whereabouts = before.whereabouts
                .withNodes(nodes.keysChangedSince(before.nodes), before.nodes, nodes)
                .withPods(pods.keysChangedSince(before.pods), before.pods, pods);
        declaredLogging = update.declaredLogging();
        logging = update.logging();
    }

    private ClusterSnapshot(long revision, ClusterSnapshot same) {
        this.revision = revision;
        namespaces = same.namespaces;
        nodes = same.nodes;
        pods = same.pods;
        policies = same.policies;
        whereabouts = same.whereabouts;
        declaredLogging = same.declaredLogging;
        logging = same.logging;
    }

    private static <K extends Comparable<K>, V> Table<K, V> updated(
            Table<K, V> before, ObjectUpdate<K, V> update, Function<V, K> key) {
        return before.with(update.written(), key, update.deleted());
    }

    public static ClusterSnapshot of(long revision, ClusterContents contents) {
        return new ClusterSnapshot(revision, contents);
    }

    /** The cluster after some objects were written and deleted. Costs what has changed. */
    public ClusterSnapshot after(ClusterUpdate update, long laterRevision) {
        return new ClusterSnapshot(laterRevision, this, update);
    }

    /** The same cluster under another revision. */
    ClusterSnapshot at(long otherRevision) {
        return new ClusterSnapshot(otherRevision, this);
    }

    /** What lies in these namespaces, at the same revision; nodes and the settings of logging are of the whole cluster. */
    public ClusterSnapshot within(Predicate<String> visible) {
        return new ClusterSnapshot(
                revision,
                new ClusterContents(
                        namespaces().stream()
                                .filter(one -> visible.test(one.name()))
                                .toList(),
                        List.copyOf(nodes()),
                        pods().stream()
                                .filter(pod -> visible.test(pod.ref().namespace()))
                                .toList(),
                        policies().stream()
                                .filter(policy -> visible.test(policy.ref().namespace()))
                                .toList(),
                        declaredLogging,
                        logging));
    }

    /** Costs what has changed when this snapshot came from the other one by updates, not too many of them; otherwise all is compared. */
    public ClusterChange changesSince(ClusterSnapshot earlier) {
        return new ClusterChange(
                namespaces.keysChangedSince(earlier.namespaces),
                nodes.keysChangedSince(earlier.nodes),
                pods.keysChangedSince(earlier.pods),
                policies.keysChangedSince(earlier.policies),
                !logging.asksTheSameAs(earlier.logging) || !declaredLogging.asksTheSameAs(earlier.declaredLogging));
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
        return List.copyOf(pods.values(new PodRef(namespace, ""), new PodRef(after(namespace), "")));
    }

    /** The pod that has this address now, the first in order when several claim it; never a host-network pod or one that ended. */
    public @Nullable Pod podAt(IpAddress address) {
        PodRef owner = whereabouts.podAt(address);
        return owner == null ? null : pods.get(owner);
    }

    /** The node that has this address, the first in order when several claim it. */
    public @Nullable Node nodeAt(IpAddress address) {
        NodeName owner = whereabouts.nodeAt(address);
        return owner == null ? null : nodes.get(owner);
    }

    public Collection<NetworkPolicy> policies() {
        return policies.values();
    }

    public @Nullable NetworkPolicy policy(PolicyRef ref) {
        return policies.get(ref);
    }

    public List<NetworkPolicy> policiesIn(String namespace) {
        return List.copyOf(policies.values(new PolicyRef(namespace, ""), new PolicyRef(after(namespace), "")));
    }

    /** Whether this policy of the cluster is enforced. */
    public PolicyMode mode(NetworkPolicy policy) {
        return PolicyMode.of(policy, namespace(policy.ref().namespace()));
    }

    public boolean isInShadow(NetworkPolicy policy) {
        return mode(policy) == PolicyMode.SHADOW;
    }

    public List<NetworkPolicy> enforcedPoliciesIn(String namespace) {
        return remembered(enforced, namespace, policy -> !isInShadow(policy));
    }

    public List<NetworkPolicy> shadowPoliciesIn(String namespace) {
        return remembered(shadow, namespace, this::isInShadow);
    }

    /** Only of namespaces that exist: the name of another may come from anybody, and there is no end of them. */
    private List<NetworkPolicy> remembered(
            Map<String, List<NetworkPolicy>> known, String namespace, Predicate<NetworkPolicy> which) {
        Function<String, List<NetworkPolicy>> find =
                name -> policiesIn(name).stream().filter(which).toList();
        return namespace(namespace) == null ? find.apply(namespace) : known.computeIfAbsent(namespace, find);
    }

    /** The policies that select this pod, in shadow or not, in order of their names. */
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

    @SuppressWarnings("unchecked") // each derivation stands beside its own place
    <T> Derivation.Place<T> derived(Derivation<T> derivation) {
        return (Derivation.Place<T>) derived.computeIfAbsent(derivation, Derivation::place);
    }

    /** The next text in order. */
    private static String after(String text) {
        return text + '\0';
    }
}
