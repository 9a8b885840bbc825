package dev.weir.why;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.history.HistoryChange;
import dev.weir.history.ObjectKey;
import dev.weir.reach.Difference;
import dev.weir.reach.End;
import dev.weir.reach.End.RangeEnd;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.reach.Pair;
import dev.weir.reach.Reachability;
import dev.weir.why.WhoReaches.Cause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks through the changes between two times and notes at which of them who could reach whom became another. */
final class Causes {
    static final int MOST_STEPS = 100;

    private final ChangeAuthors authors;
    private final List<Turned> turned = new ArrayList<>();
    /** Many pairs have one cause. */
    private final Map<Cause, Cause> named = new HashMap<>();

    /** What one step made of it. */
    private record Turned(
            ClusterSnapshot before, ClusterSnapshot after, List<HistoryChange> step, Difference difference) {}

    private Causes(ChangeAuthors authors) {
        this.authors = authors;
    }

    /** Empty when there were more steps than are walked. */
    static Causes between(
            ClusterContents then, List<HistoryChange> changes, Predicate<WorkloadEnd> to, ChangeAuthors authors) {
        Causes causes = new Causes(authors);
        List<List<HistoryChange>> steps = steps(changes);
        ClusterSnapshot before = ClusterSnapshot.of(1, then);
        for (List<HistoryChange> step : steps.size() > MOST_STEPS ? List.<List<HistoryChange>>of() : steps) {
            ClusterSnapshot after = before.after(update(step, before), before.revision() + 1);
            Difference difference = Reachability.into(to, before, after);
            if (!difference.isEmpty()) {
                causes.turned.add(new Turned(before, after, step, difference));
            }
            before = after;
        }
        return causes;
    }

    /** A policy and a namespace are a step each; pods that come and go in between are one. */
    private static List<List<HistoryChange>> steps(List<HistoryChange> changes) {
        List<List<HistoryChange>> steps = new ArrayList<>();
        boolean pods = false;
        for (HistoryChange change : changes) {
            boolean isPod =
                    change.key().kind() == ObjectKind.POD || change.key().kind() == ObjectKind.NODE;
            if (!isPod || !pods) {
                steps.add(new ArrayList<>());
            }
            steps.getLast().add(change);
            pods = isPod;
        }
        return steps;
    }

    private static ClusterUpdate update(List<HistoryChange> step, ClusterSnapshot before) {
        Map<ObjectKey, HistoryChange> last = new LinkedHashMap<>();
        step.forEach(change -> last.put(change.key(), change));
        return new ClusterUpdate(
                update(last.values(), ObjectKind.NAMESPACE, Namespace.class, ObjectKey::name),
                update(last.values(), ObjectKind.NODE, Node.class, key -> new NodeName(key.name())),
                update(last.values(), ObjectKind.POD, Pod.class, key -> new PodRef(key.namespace(), key.name())),
                update(
                        last.values(),
                        ObjectKind.NETWORK_POLICY,
                        NetworkPolicy.class,
                        key -> new PolicyRef(key.namespace(), key.name())),
                before.declaredLogging(),
                before.logging());
    }

    private static <K, V> ObjectUpdate<K, V> update(
            Collection<HistoryChange> changes, ObjectKind kind, Class<V> type, Function<ObjectKey, K> name) {
        List<V> written = new ArrayList<>();
        List<K> deleted = new ArrayList<>();
        for (HistoryChange change : changes) {
            if (change.key().kind() == kind) {
                if (change.object() == null) {
                    deleted.add(name.apply(change.key()));
                } else {
                    written.add(type.cast(change.object()));
                }
            }
        }
        return new ObjectUpdate<>(written, deleted);
    }

    /** The last step that gave (or took) some of it. */
    @Nullable
    Cause of(Pair pair, boolean gained) {
        for (int i = turned.size() - 1; i >= 0; i--) {
            Turned one = turned.get(i);
            List<Pair> pairs =
                    gained ? one.difference().gained() : one.difference().lost();
            boolean concerned = pairs.stream()
                    .anyMatch(other -> same(pair.from(), other.from())
                            && same(pair.to(), other.to())
                            && !pair.ports().and(other.ports()).isEmpty());
            if (concerned) {
                return named.computeIfAbsent(
                        cause(one, pair),
                        cause -> cause.by(
                                authors.behind(cause.object(), cause.at()).orElse(null)));
            }
        }
        return null;
    }

    /** Ranges are cut otherwise at every time, so those that have addresses in common will do. */
    private static boolean same(End one, End other) {
        return one instanceof RangeEnd a && other instanceof RangeEnd b
                ? a.range().contains(b.range()) || b.range().contains(a.range())
                : one.equals(other);
    }

    private static Cause cause(Turned turned, Pair pair) {
        HistoryChange change = turned.step().stream()
                .filter(one -> concerns(one, turned, pair))
                .reduce((earlier, later) -> later)
                .orElse(turned.step().getLast());
        ObjectKey key = change.key();
        return new Cause(
                change.at(),
                new ObjectRef(key.kind(), key.namespace(), key.name()),
                sentence(change, turned.before()),
                null);
    }

    /** Of pods that changed together, one of the two ends. */
    private static boolean concerns(HistoryChange change, Turned turned, Pair pair) {
        if (change.key().kind() != ObjectKind.POD) {
            return turned.step().size() == 1;
        }
        PodRef ref = new PodRef(change.key().namespace(), change.key().name());
        Pod pod = change.object() instanceof Pod now ? now : turned.before().pod(ref);
        return pod != null
                && List.of(pair.from(), pair.to()).contains(WorkloadEnd.of(pod))
                && !Objects.equals(turned.before().pod(ref), turned.after().pod(ref));
    }

    private static String sentence(HistoryChange change, ClusterSnapshot before) {
        ObjectKey key = change.key();
        String name = key.namespace().isEmpty() ? key.name() : key.namespace() + "/" + key.name();
        String what = key.kind().kind() + " " + name;
        if (change.object() == null) {
            return what + " was deleted.";
        }
        return switch (change.object()) {
            case Namespace namespace -> {
                Namespace former = before.namespace(namespace.name());
                yield labels(what, former == null ? null : former.labels(), namespace.labels());
            }
            case Pod pod -> {
                Pod former = before.pod(pod.ref());
                yield former == null || !former.labels().equals(pod.labels())
                        ? labels(what, former == null ? null : former.labels(), pod.labels())
                        : what + " changed its state or its addresses.";
            }
            default ->
                what
                        + (before.policy(new PolicyRef(key.namespace(), key.name())) == null
                                ? " was created."
                                : " was changed.");
        };
    }

    private static String labels(String what, @Nullable Map<String, String> before, Map<String, String> after) {
        if (before == null) {
            return what + " was created.";
        }
        List<String> changes = new ArrayList<>();
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changes.add(key + "=" + value
                        + (before.containsKey(key) ? " (was " + before.get(key) + ")" : " (was not there)"));
            }
        });
        before.forEach((key, value) -> {
            if (!after.containsKey(key)) {
                changes.add(key + "=" + value + " (was taken away)");
            }
        });
        return "The labels of " + what + " were changed: " + String.join(", ", changes) + ".";
    }
}
