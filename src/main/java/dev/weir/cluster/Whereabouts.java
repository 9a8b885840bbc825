package dev.weir.cluster;

import dev.weir.net.IpAddress;
import dev.weir.table.Relation;
import dev.weir.table.Relation.Pair;
import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pods and nodes are at which addresses. Two pods claim one address while an update of one of them is under way: the first
 * in order has it, on every server, and the second gets it when the first is gone.
 */
record Whereabouts(Relation<IpAddress, PodRef> podsAt, Relation<IpAddress, NodeName> nodesAt) {
    static Whereabouts of(Collection<Node> nodes, Collection<Pod> pods) {
        return new Whereabouts(Relation.of(podClaims(pods)), Relation.of(nodeClaims(nodes)));
    }

    Whereabouts withPods(Set<PodRef> changed, Table<PodRef, Pod> before, Table<PodRef, Pod> after) {
        if (changed.isEmpty()) {
            return this;
        }
        if (before.size() == 0) {
            return new Whereabouts(Relation.of(podClaims(after.values())), nodesAt);
        }
        List<Pod> gone = rows(changed, before);
        List<Pod> come = rows(changed, after);
        return new Whereabouts(podsAt.with(podClaims(come), podClaims(gone)), nodesAt);
    }

    Whereabouts withNodes(Set<NodeName> changed, Table<NodeName, Node> before, Table<NodeName, Node> after) {
        return changed.isEmpty()
                ? this
                : new Whereabouts(
                        podsAt, nodesAt.with(nodeClaims(rows(changed, after)), nodeClaims(rows(changed, before))));
    }

    @Nullable
    PodRef podAt(IpAddress address) {
        return podsAt.first(address);
    }

    @Nullable
    NodeName nodeAt(IpAddress address) {
        return nodesAt.first(address);
    }

    private static <K extends Comparable<K>, V> List<V> rows(Set<K> keys, Table<K, V> table) {
        List<V> rows = new ArrayList<>();
        for (K key : keys) {
            V row = table.get(key);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<Pair<IpAddress, PodRef>> podClaims(Collection<Pod> pods) {
        List<Pair<IpAddress, PodRef>> pairs = new ArrayList<>();
        pods.forEach(pod -> pod.addresses().forEach(address -> pairs.add(new Pair<>(address, pod.ref()))));
        return pairs;
    }

    private static List<Pair<IpAddress, NodeName>> nodeClaims(Collection<Node> nodes) {
        List<Pair<IpAddress, NodeName>> pairs = new ArrayList<>();
        nodes.forEach(node -> node.addresses().forEach(address -> pairs.add(new Pair<>(address, node.name()))));
        return pairs;
    }
}
