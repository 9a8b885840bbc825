package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.console.PoliciesView.Query;
import dev.weir.console.TimeBar.Times;
import dev.weir.nodes.NodeRegistry;
import dev.weir.words.PolicyWords;
import org.springframework.stereotype.Component;

/** What stands under each {@link NamespaceTab}. */
@Component
final class NamespaceParts {
    private final NamespaceTraffic traffic;
    private final NamespaceChanges changes;
    private final PoliciesView.Tools policies;

    NamespaceParts(
            NamespaceTraffic traffic, NamespaceChanges changes, NodeRegistry nodes, PolicyWords words, Texts texts) {
        this.traffic = traffic;
        this.changes = changes;
        policies = new PoliciesView.Tools(words, nodes, texts);
    }

    /** A view for the template {@code namespaces/<tab>}. */
    Object of(NamespaceTab tab, String namespace, ClusterSnapshot snapshot, Times times) {
        return switch (tab) {
            case WORKLOADS -> traffic.workloads(namespace, snapshot);
            case POLICIES -> PoliciesView.of(new Query(namespace, "", "", ""), snapshot, policies);
            case MATRIX -> traffic.matrix(namespace, times);
            case DENIALS -> traffic.denials(namespace, times);
            case CHANGES -> changes.of(namespace, snapshot);
        };
    }
}
