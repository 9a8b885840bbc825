package dev.weir.why;

import dev.weir.audit.AuditEntry;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.history.HistoryScope;
import dev.weir.history.ObjectKey;
import dev.weir.why.Why.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What of a cluster is not as it was, as far as it concerns the ends of a record. */
final class ChangesSince {
    private final ClusterContents then;
    private final ClusterSnapshot now;
    private final HistoryScope scope;
    private final Map<ObjectKey, Instant> since;
    private final ChangeAuthors authors;
    private final List<Change> changes = new ArrayList<>();

    /** @param since when each object as it is now was first seen */
    ChangesSince(
            ClusterContents then,
            ClusterSnapshot now,
            HistoryScope scope,
            Map<ObjectKey, Instant> since,
            ChangeAuthors authors) {
        this.then = then;
        this.now = now;
        this.scope = scope;
        this.since = since;
        this.authors = authors;
    }

    List<Change> list() {
        policies();
        pods();
        namespaces();
        return List.copyOf(changes);
    }

    private void policies() {
        Map<PolicyRef, NetworkPolicy> before = then.policies().stream()
                .filter(policy -> scope.namespaces().contains(policy.ref().namespace()))
                .collect(Collectors.toMap(NetworkPolicy::ref, Function.identity(), (a, b) -> a, TreeMap::new));
        for (NetworkPolicy policy : now.policies()) {
            if (scope.namespaces().contains(policy.ref().namespace())) {
                NetworkPolicy former = before.remove(policy.ref());
                if (former == null) {
                    add(ObjectKey.of(policy.ref()), "Policy " + policy.ref() + " was created.");
                } else if (!PolicyTree.spec(former).equals(PolicyTree.spec(policy))) {
                    add(ObjectKey.of(policy.ref()), "Policy " + policy.ref() + " was changed.");
                } else if (!mode(former.annotations()).equals(mode(policy.annotations()))) {
                    add(ObjectKey.of(policy.ref()), "The mode of policy " + policy.ref() + " was changed.");
                }
            }
        }
        before.keySet().forEach(ref -> add(ObjectKey.of(ref), "Policy " + ref + " was deleted."));
    }

    private static String mode(Map<String, String> annotations) {
        return annotations.getOrDefault(PolicyMode.ANNOTATION, "");
    }

    private void pods() {
        for (Pod former : then.pods()) {
            Pod pod = now.pod(former.ref());
            if (pod == null) {
                add(ObjectKey.of(former.ref()), "Pod " + former.ref() + " was deleted.");
            } else if (!pod.labels().equals(former.labels())) {
                add(ObjectKey.of(former.ref()), "The labels of pod " + former.ref() + " were changed.");
            }
        }
    }

    private void namespaces() {
        for (Namespace former : then.namespaces()) {
            Namespace namespace = now.namespace(former.name());
            if (namespace == null) {
                add(ObjectKey.namespace(former.name()), "Namespace " + former.name() + " was deleted.");
            } else if (!Objects.equals(namespace.labels(), former.labels())) {
                add(ObjectKey.namespace(former.name()), "The labels of namespace " + former.name() + " were changed.");
            } else if (!mode(namespace.annotations()).equals(mode(former.annotations()))) {
                add(ObjectKey.namespace(former.name()), "The mode of namespace " + former.name() + " was changed.");
            }
        }
    }

    private void add(ObjectKey key, String sentence) {
        Instant at = since.get(key);
        AuditEntry by = at == null
                ? null
                : authors.behind(new ObjectRef(key.kind(), key.namespace(), key.name()), at)
                        .orElse(null);
        changes.add(new Change(at, sentence, by));
    }
}
