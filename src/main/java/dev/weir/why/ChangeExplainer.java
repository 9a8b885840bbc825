package dev.weir.why;

import dev.weir.audit.Action;
import dev.weir.audit.AuditEntry;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.ObjectDocument;
import dev.weir.history.PastCluster;
import dev.weir.reach.Difference;
import dev.weir.reach.Pair;
import dev.weir.reach.Reachability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a change did: the cluster as it was then, once with the text before and once with the text after. */
public final class ChangeExplainer {
    private static final int MOST_PAIRS = 200;

    private final ClusterView cluster;
    private final ReadableHistory history;

    public ChangeExplainer(ClusterView cluster, ReadableHistory history) {
        this.cluster = cluster;
        this.history = history;
    }

    /** A cluster, and what that rests on. */
    private record Ground(ClusterSnapshot snapshot, String basis) {}

    /** Empty for what concerns no connection, and for a text that cannot be read. */
    public Optional<ChangeEffect> effect(AuditEntry entry) {
        try {
            return switch (entry.subject().kind()) {
                case NETWORK_POLICY -> Optional.of(ofPolicy(entry));
                case NAMESPACE -> ofNamespace(entry);
                default -> Optional.empty();
            };
        } catch (DocumentSyntaxException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private ChangeEffect ofPolicy(AuditEntry entry) {
        PolicyRef ref =
                new PolicyRef(entry.subject().namespace(), entry.subject().name());
        Ground ground = ground(entry);
        return compared(
                ground,
                ofPolicies(policy(entry.before(), ref), ground.snapshot()),
                ofPolicies(policy(entry.after(), ref), ground.snapshot()));
    }

    /** A namespace that comes or goes has no pods; and only its labels and its mode decide about connections. */
    private Optional<ChangeEffect> ofNamespace(AuditEntry entry) {
        if (entry.action() != Action.CHANGED) {
            return Optional.empty();
        }
        Namespace before = namespace(ObjectDocument.parse(entry.before()).object());
        Namespace after = namespace(ObjectDocument.parse(entry.after()).object());
        if (before.labels().equals(after.labels()) && before.isInShadow() == after.isInShadow()) {
            return Optional.empty();
        }
        Ground ground = ground(entry);
        return Optional.of(compared(
                ground,
                ofNamespaces(new ObjectUpdate<>(List.of(before), List.of()), ground.snapshot()),
                ofNamespaces(new ObjectUpdate<>(List.of(after), List.of()), ground.snapshot())));
    }

    private Ground ground(AuditEntry entry) {
        return history.at(entry.at())
                .map(past -> new Ground(ClusterSnapshot.of(1, past.contents()), basis(past)))
                .orElseGet(
                        () -> new Ground(
                                cluster.current(),
                                "The cluster of that time is not kept; this is what the change would do to pods, labels and policies of now."));
    }

    private static String basis(PastCluster past) {
        String basis = "By the pods, labels and other policies of that time.";
        return past.followed()
                ? basis
                : basis + " This server did not follow the cluster then; it is what it knew from before.";
    }

    /** An empty text says that there is none. */
    private static ObjectUpdate<PolicyRef, NetworkPolicy> policy(String text, PolicyRef ref) {
        return text.isEmpty()
                ? new ObjectUpdate<>(List.of(), List.of(ref))
                : new ObjectUpdate<>(
                        List.of(PolicyTree.read(ObjectDocument.parse(text).object())), List.of());
    }

    private static ClusterUpdate ofPolicies(ObjectUpdate<PolicyRef, NetworkPolicy> policies, ClusterSnapshot on) {
        return new ClusterUpdate(
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                policies,
                on.declaredLogging(),
                on.logging());
    }

    private static ClusterUpdate ofNamespaces(ObjectUpdate<String, Namespace> namespaces, ClusterSnapshot on) {
        return new ClusterUpdate(
                namespaces,
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                on.declaredLogging(),
                on.logging());
    }

    private static ChangeEffect compared(Ground ground, ClusterUpdate before, ClusterUpdate after) {
        ClusterSnapshot then = ground.snapshot().after(before, ground.snapshot().revision() + 1);
        ClusterSnapshot since = then.after(after, then.revision() + 1);
        Difference difference = Reachability.difference(then, since);
        List<Pair> gained = difference.gained();
        List<Pair> lost = difference.lost();
        return new ChangeEffect(
                ground.basis(),
                gained.stream().limit(MOST_PAIRS).toList(),
                lost.stream().limit(MOST_PAIRS).toList(),
                Math.max(0, gained.size() - MOST_PAIRS) + Math.max(0, lost.size() - MOST_PAIRS));
    }

    private static Namespace namespace(Map<String, Object> object) {
        Map<String, Object> metadata = PolicyTree.map(object.get("metadata"));
        return new Namespace(
                String.valueOf(metadata.get("name")),
                strings(metadata.get("labels")),
                strings(metadata.get("annotations")));
    }

    private static Map<String, String> strings(@Nullable Object value) {
        Map<String, String> strings = new LinkedHashMap<>();
        PolicyTree.map(value).forEach((key, entry) -> strings.put(key, String.valueOf(entry)));
        return strings;
    }
}
