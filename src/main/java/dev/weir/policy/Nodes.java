package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The nodes that run enforced pods, with what each of them enforces. */
final class Nodes {
    /** Not worth a second thread. */
    private static final int FEW = 64;

    private final Subjects subjects;
    private final PodTable pods;
    private Table<NodeName, NodeTables> tables = Table.empty();

    Nodes(Subjects subjects, PodTable pods) {
        this.subjects = subjects;
        this.pods = pods;
    }

    Table<NodeName, NodeTables> tables() {
        return tables;
    }

    /** Follows pods whose endpoints may be other ones, and sides whose programs are; returns the nodes of which something has changed. */
    Set<NodeName> follow(ClusterSnapshot before, ClusterSnapshot next, Set<PodRef> moved, List<Side> sides) {
        Map<NodeName, NodeWork> work = new HashMap<>();
        for (PodRef ref : moved) {
            Pod old = enforced(before.pod(ref));
            if (old != null) {
                on(old, work).remove(old);
            }
            Pod now = enforced(next.pod(ref));
            if (now != null) {
                on(now, work).put(now, Objects.requireNonNull(pods.of(ref).subject()));
            }
        }
        for (Side side : sides) {
            side.subject().assemble();
            side.subject().nodes().forEach(node -> on(node, work).touch(side.subject()));
        }
        return apply(work);
    }

    private Set<NodeName> apply(Map<NodeName, NodeWork> work) {
        List<NodeTables> written = new ArrayList<>();
        List<NodeName> emptied = new ArrayList<>();
        Stream<NodeWork> all = work.size() > FEW ? work.values().parallelStream() : work.values().stream();
        all.map(NodeWork::result).toList().forEach(result -> {
            if (result.endpoints().size() == 0) {
                emptied.add(result.node());
            } else {
                written.add(result);
            }
        });
        Table<NodeName, NodeTables> earlier = tables;
        tables = tables.with(written, NodeTables::node, emptied);
        Set<NodeName> changed = new HashSet<>(work.keySet());
        changed.removeIf(node -> Objects.equals(earlier.get(node), tables.get(node)));
        return changed;
    }

    private static @Nullable Pod enforced(@Nullable Pod pod) {
        return pod != null && pod.isEnforced() ? pod : null;
    }

    private NodeWork on(Pod pod, Map<NodeName, NodeWork> work) {
        return on(Objects.requireNonNull(pod.node(), "an enforced pod has a node"), work);
    }

    private NodeWork on(NodeName node, Map<NodeName, NodeWork> work) {
        return work.computeIfAbsent(node, name -> {
            NodeTables known = tables.get(name);
            return new NodeWork(known == null ? NodeTables.empty(name) : known, subjects);
        });
    }
}
