package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The labels of namespaces that some rule looks at. A namespace whose object is not there counts as having none. */
final class NamespaceLabels {
    private final Mentions mentions;
    private final Map<String, Map<String, String>> kept = new HashMap<>();

    NamespaceLabels(Mentions mentions) {
        this.mentions = mentions;
    }

    Map<String, String> of(String namespace) {
        return kept.getOrDefault(namespace, Map.of());
    }

    /**
     * Returns the namespaces of which rules see other labels now.
     *
     * @param changed namespaces
     * @param toggledKeys that are mentioned now and were not before, or the reverse
     */
    Set<String> update(ClusterSnapshot cluster, Set<String> changed, Set<String> toggledKeys) {
        Set<String> suspects = new LinkedHashSet<>(changed);
        if (!toggledKeys.isEmpty()) {
            cluster.namespaces().stream()
                    .filter(namespace ->
                            !Collections.disjoint(namespace.labels().keySet(), toggledKeys))
                    .forEach(namespace -> suspects.add(namespace.name()));
        }
        suspects.removeIf(name -> !isChanged(name, cluster));
        return suspects;
    }

    private boolean isChanged(String name, ClusterSnapshot cluster) {
        Namespace namespace = cluster.namespace(name);
        Map<String, String> now = namespace == null ? Map.of() : mentions.ofNamespace(namespace.labels());
        Map<String, String> before = now.isEmpty() ? kept.remove(name) : kept.put(name, now);
        return !now.equals(before == null ? Map.of() : before);
    }

    int size() {
        return kept.size();
    }
}
