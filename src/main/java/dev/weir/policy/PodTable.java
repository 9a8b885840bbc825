package dev.weir.policy;

import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The pods that matter to policies, as replicas. Pods without an address of their own that are not enforced do not. */
final class PodTable {
    private final Map<Replicas.Key, Replicas> byKey = new HashMap<>();
    private final Map<PodRef, Replicas> byPod = new HashMap<>();
    private final Map<String, Set<Replicas>> byNamespace = new HashMap<>();
    private final Set<Replicas> touched = new LinkedHashSet<>();

    static boolean matters(Pod pod) {
        return pod.isEnforced() || !pod.addresses().isEmpty();
    }

    void add(Pod pod) {
        Replicas replicas = byKey.computeIfAbsent(Replicas.Key.of(pod), this::create);
        replicas.add(pod);
        byPod.put(pod.ref(), replicas);
        touched.add(replicas);
    }

    private Replicas create(Replicas.Key key) {
        Replicas replicas = new Replicas(key);
        byNamespace
                .computeIfAbsent(key.namespace(), unused -> new LinkedHashSet<>(4))
                .add(replicas);
        return replicas;
    }

    void remove(Pod pod) {
        Replicas replicas = of(pod.ref());
        replicas.remove(pod);
        byPod.remove(pod.ref());
        touched.add(replicas);
    }

    Replicas of(PodRef pod) {
        return Objects.requireNonNull(byPod.get(pod), "the pod was never added");
    }

    Collection<Replicas> in(String namespace) {
        return byNamespace.getOrDefault(namespace, Set.of());
    }

    Collection<Replicas> all() {
        return byKey.values();
    }

    /** Those that have come in this step and have no subject yet. */
    List<Replicas> withoutSubject() {
        return touched.stream()
                .filter(replicas -> !replicas.isEmpty() && replicas.subject() == null)
                .toList();
    }

    /** Forgets the replicas that have no pod any more, and returns them. */
    List<Replicas> takeEmpty() {
        List<Replicas> empty = new ArrayList<>();
        for (Replicas replicas : touched) {
            if (replicas.isEmpty()) {
                byKey.remove(replicas.key());
                Set<Replicas> others = byNamespace.get(replicas.key().namespace());
                if (others != null && others.remove(replicas) && others.isEmpty()) {
                    byNamespace.remove(replicas.key().namespace());
                }
                empty.add(replicas);
            }
        }
        touched.clear();
        return empty;
    }

    int size() {
        return byKey.size();
    }
}
