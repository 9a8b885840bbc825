package dev.weir.visible;

import dev.weir.access.CurrentAccess;
import dev.weir.access.Namespaces;
import dev.weir.access.Role;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.counts.ClusterCounts;
import dev.weir.counts.Missing;
import dev.weir.counts.NamespaceDenials;
import dev.weir.counts.NamespaceVerdicts;
import dev.weir.counts.PairRemainder;
import dev.weir.counts.PairVerdicts;
import dev.weir.counts.PolicyHits;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.Tally;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The counts of the namespaces that the reader may see. What concerns no namespace is everybody's. */
public final class VisibleCounts {
    private final ClusterCounts counts;
    private final CurrentAccess reader;

    public VisibleCounts(ClusterCounts counts, CurrentAccess reader) {
        this.counts = counts;
        this.reader = reader;
    }

    private Namespaces namespaces() {
        return reader.get().namespaces(Role.VIEWER);
    }

    /** See {@link ClusterCounts#policies}. */
    public Map<PolicyRef, Map<Direction, Tally>> policies() {
        Namespaces namespaces = namespaces();
        Map<PolicyRef, Map<Direction, Tally>> visible = new TreeMap<>(counts.policies());
        visible.keySet().removeIf(policy -> !namespaces.contains(policy.namespace()));
        return visible;
    }

    /** See {@link ClusterCounts#hits}. */
    public List<PolicyHits> hits(NetworkPolicy policy, PolicyMode mode) {
        reader.get().demand(Role.VIEWER, policy.ref().namespace());
        return counts.hits(policy, mode);
    }

    /** See {@link ClusterCounts#namespaces}. */
    public List<NamespaceVerdicts> verdicts() {
        Namespaces namespaces = namespaces();
        return counts.namespaces().stream()
                .filter(verdicts -> namespaces.contains(verdicts.namespace()))
                .toList();
    }

    /** See {@link ClusterCounts#deniedLastDay}. */
    public List<NamespaceDenials> deniedLastDay() {
        return visible(counts.deniedLastDay());
    }

    /** See {@link ClusterCounts#deniedLastMinutes}. */
    public List<NamespaceDenials> deniedLastMinutes() {
        return visible(counts.deniedLastMinutes());
    }

    private List<NamespaceDenials> visible(List<NamespaceDenials> denials) {
        Namespaces namespaces = namespaces();
        return denials.stream()
                .filter(one -> namespaces.contains(one.namespace()))
                .toList();
    }

    /** Those with an end in the namespace, see {@link ClusterCounts#pairs(String)}; ends that are hidden are told apart no more. */
    public List<PairVerdicts> pairs(String namespace) {
        Namespaces namespaces = namespaces();
        reader.get().demand(Role.VIEWER, namespace);
        return namespaces.all()
                ? counts.pairs(namespace)
                : PairVerdicts.merged(counts.pairs(namespace).stream()
                        .map(pair -> pair.seenFrom(namespaces::contains))
                        .toList());
    }

    /** Those with an end in a namespace that the reader may see, see {@link ClusterCounts#pairs()}. */
    public List<PairVerdicts> pairs() {
        Namespaces namespaces = namespaces();
        return namespaces.all()
                ? counts.pairs()
                : PairVerdicts.merged(counts.pairs().stream()
                        .filter(pair -> namespaces.contains(pair.source().namespace())
                                || namespaces.contains(pair.destination().namespace()))
                        .map(pair -> pair.seenFrom(namespaces::contains))
                        .toList());
    }

    /** See {@link ClusterCounts#remainders}. */
    public List<PairRemainder> remainders() {
        return counts.remainders();
    }

    /** See {@link ClusterCounts#missing}. */
    public Missing missing() {
        return counts.missing();
    }
}
