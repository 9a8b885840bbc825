package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Policies that select pods now, or did, otherwise than before, by namespace. */
final class SelectorChanges {
    /** From here on it costs less to look at all replicas of the namespace than to ask each policy for each. */
    private static final int MANY = 8;

    private final Map<String, List<NetworkPolicy>> byNamespace = new HashMap<>();

    void add(@Nullable KnownPolicy known) {
        if (known != null) {
            NetworkPolicy policy = known.policy();
            byNamespace
                    .computeIfAbsent(policy.ref().namespace(), unused -> new ArrayList<>(4))
                    .add(policy);
        }
    }

    /** Those that may have another subject for it; not those that have none yet. */
    void forEachReplicas(PodTable pods, Consumer<Replicas> found) {
        byNamespace.forEach((namespace, policies) -> {
            for (Replicas replicas : pods.in(namespace)) {
                boolean isNew = replicas.subject() == null;
                if (!isNew && (policies.size() > MANY || isSelected(replicas, policies))) {
                    found.accept(replicas);
                }
            }
        });
    }

    private static boolean isSelected(Replicas replicas, List<NetworkPolicy> policies) {
        return policies.stream()
                .anyMatch(policy -> policy.podSelector().matches(replicas.key().labels()));
    }
}
