package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.console.PoliciesView.Query;
import dev.weir.console.TimeBar.Times;
import dev.weir.nodes.NodeRegistry;
import dev.weir.words.PolicyWords;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What stands under each {@link NamespaceTab}. */
@Component
final class NamespaceParts {
    private final NamespaceTraffic traffic;
    private final NamespaceChanges changes;
    private final PoliciesView.Tools tools;

    NamespaceParts(
            NamespaceTraffic traffic, NamespaceChanges changes, NodeRegistry nodes, PolicyWords words, Texts texts) {
        this.traffic = traffic;
        this.changes = changes;
        tools = new PoliciesView.Tools(words, nodes, texts);
    }

    /** A view for the template {@code namespaces/<template>}. */
    record Part(String template, Object view) {}

    /**
     * The part of a tab.
     *
     * @param past the cluster at the time that is asked for; null = now
     */
    Part of(
            NamespaceTab tab,
            Namespace namespace,
            ClusterSnapshot snapshot,
            @Nullable ClusterSnapshot past,
            Times times) {
        return past != null && tab.isOfCluster()
                ? new Part("then", NamespaceThenView.of(namespace, past, times, tools))
                : new Part(tab.word(), view(tab, namespace.name(), snapshot, past, times));
    }

    private Object view(
            NamespaceTab tab, String namespace, ClusterSnapshot snapshot, @Nullable ClusterSnapshot past, Times times) {
        return switch (tab) {
            case WORKLOADS -> traffic.workloads(namespace, snapshot);
            case POLICIES -> PoliciesView.of(new Query(namespace, "", "", ""), snapshot, tools);
            case MATRIX -> traffic.matrix(namespace, past, times);
            case DENIALS -> traffic.denials(namespace, past, times);
            case CHANGES -> changes.of(namespace, snapshot);
        };
    }
}
