package dev.weir.why;

import static java.util.Comparator.comparing;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.Pod;
import dev.weir.flow.filter.FilterSubject;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.StoreStats;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeStatus;
import dev.weir.why.RecordCoverage.Cause;
import dev.weir.why.RecordCoverage.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers "why is this empty", and "is that all": the settings, policies, nodes and clauses that keep records away. */
public final class CoverageExplainer {
    private static final int CLAUSES = 8;
    private static final Set<String> BUDGETS = Set.of("rate_limit", "aggregation_limit");

    private final ClusterView cluster;
    private final NodeRegistry nodes;
    private final RecordReader store;
    private final CurrentAccess reader;

    public CoverageExplainer(ClusterView cluster, NodeRegistry nodes, RecordReader store, CurrentAccess reader) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.store = store;
        this.reader = reader;
    }

    public RecordCoverage explain(RecordFilter filter, TimeRange range) {
        ClusterSnapshot snapshot = cluster.current();
        FilterSubject subject = filter.subject();
        long records = count(filter, range);
        List<WithheldCount> withheld = withheld(subject, range);
        List<Cause> causes = new ArrayList<>();
        hidden(causes, subject);
        permission(causes);
        if (snapshot.revision() != 0) {
            causes.addAll(new LoggingCauses(snapshot, subject).list());
        }
        List<NodeProgress> concerned = concerned(snapshot, subject);
        daemons(causes, concerned);
        retention(causes, range);
        losses(causes, concerned);
        budget(causes, withheld);
        if (records == 0) {
            clauses(causes, filter, subject, range);
        }
        causes.sort(comparing(Cause::kind));
        return new RecordCoverage(records, total(withheld), causes);
    }

    /** What is missing although records may be there; looks at no record, so it can be asked with every page. */
    public Missing missing(RecordFilter filter, TimeRange range) {
        FilterSubject subject = filter.subject();
        List<WithheldCount> withheld = withheld(subject, range);
        List<NodeProgress> concerned = concerned(cluster.current(), subject);
        List<Cause> causes = new ArrayList<>();
        daemons(causes, concerned);
        retention(causes, range);
        losses(causes, concerned);
        budget(causes, withheld);
        return new Missing(
                total(withheld),
                concerned.stream().mapToLong(CoverageExplainer::lost).sum(),
                causes);
    }

    private static long total(List<WithheldCount> withheld) {
        return withheld.stream().mapToLong(WithheldCount::total).sum();
    }

    /** Of the range as one interval, or the two that it touches. */
    private long count(RecordFilter filter, TimeRange range) {
        if (range.length().isZero()) {
            return 0;
        }
        long count = 0;
        for (HistogramBar bar : store.histogram(filter, range, range.length())) {
            count += bar.allowedRecords() + bar.deniedRecords();
        }
        return count;
    }

    /** The same for a namespace that there is not: the answer must not tell which ones there are. */
    private void hidden(List<Cause> causes, FilterSubject subject) {
        Access access = reader.get();
        subject.namespaces().stream()
                .filter(namespace -> !access.mayRead(namespace))
                .forEach(namespace -> causes.add(new Cause(
                        Kind.NO_PERMISSION,
                        "You may not see the namespace " + namespace + "; you may see "
                                + (access.grants().isEmpty() ? "none" : access.namespaces(Role.VIEWER)) + ".",
                        null,
                        "Ask an administrator for the role viewer in " + namespace + ".",
                        null,
                        null)));
    }

    private void permission(List<Cause> causes) {
        String problem = switch (cluster.freshness()) {
            case Freshness.Current current -> "";
            case Freshness.NeverSynced unknown -> unknown.reason();
            case Freshness.Stale stale -> stale.reason();
        };
        String lower = problem.toLowerCase(Locale.ROOT);
        if (lower.contains("forbidden") || lower.contains("403") || lower.contains("unauthorized")) {
            causes.add(new Cause(
                    Kind.NO_PERMISSION,
                    "The Kubernetes API does not let this server read what it needs: " + problem + ".",
                    null,
                    "Give the server’s service account the rights of its ClusterRole again.",
                    "kubectl auth can-i list networkpolicies --as=system:serviceaccount:NAMESPACE:SERVER -A",
                    null));
        }
    }

    /** Nodes of the pods that are asked for, or all of them. One that has left the cluster keeps nothing away. */
    private List<NodeProgress> concerned(ClusterSnapshot snapshot, FilterSubject subject) {
        boolean anywhere = subject.namespaces().isEmpty() && subject.pods().isEmpty();
        Set<NodeName> asked = anywhere
                ? Set.of()
                : snapshot.pods().stream()
                        .filter(pod -> isAsked(pod, subject))
                        .map(Pod::node)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        return nodes.nodes().stream()
                .filter(node -> snapshot.node(node.name()) != null)
                .filter(node -> asked.isEmpty() || asked.contains(node.name()))
                .toList();
    }

    private static void daemons(List<Cause> causes, List<NodeProgress> concerned) {
        concerned.stream()
                .filter(node -> away(node) != null)
                .forEach(node -> causes.add(new Cause(
                        Kind.DAEMON_AWAY,
                        "The daemon of " + node.name() + " " + away(node)
                                + ", so nothing new of its pods is known here.",
                        new ObjectRef(ObjectKind.NODE, "", node.name().value()),
                        "See what its pod says; what it has written meanwhile arrives when it is back.",
                        "kubectl get pods -A --field-selector spec.nodeName=" + node.name(),
                        null)));
    }

    /** Budgets lose nothing: what they keep from being recorded is counted by the second and told as withheld. */
    private static long lost(NodeProgress node) {
        return node.report() == null
                ? 0
                : node.report().records().unreported()
                        + node.report().records().lostByReason().entrySet().stream()
                                .filter(reason -> !BUDGETS.contains(reason.getKey()))
                                .mapToLong(Map.Entry::getValue)
                                .sum();
    }

    private static void losses(List<Cause> causes, List<NodeProgress> concerned) {
        concerned.stream()
                .filter(node -> lost(node) > 0)
                .forEach(node -> causes.add(new Cause(
                        Kind.LOST,
                        node.name() + " has lost " + lost(node)
                                + " events since its datapath was loaded; when is not known, so some may be of this"
                                + " time.",
                        new ObjectRef(ObjectKind.NODE, "", node.name().value()),
                        "Its page says why, and which namespaces it concerns.",
                        null,
                        null)));
    }

    private static boolean isAsked(Pod pod, FilterSubject subject) {
        return (subject.namespaces().isEmpty()
                        || subject.namespaces().contains(pod.ref().namespace()))
                && (subject.pods().isEmpty()
                        || subject.pods().contains(pod.ref().name()));
    }

    private static @Nullable String away(NodeProgress node) {
        return switch (node.status()) {
            case NodeStatus.NeverConnected never -> "has never connected";
            case NodeStatus.Gone gone -> "has been away since " + gone.since();
            case NodeStatus.Connected connected -> null;
            case NodeStatus.Applying applying -> null;
            case NodeStatus.UpToDate upToDate -> null;
            case NodeStatus.Failed failed -> null;
        };
    }

    private void retention(List<Cause> causes, TimeRange range) {
        StoreStats stats = store.stats();
        if (stats.oldest() != null && range.to().isBefore(stats.oldest())) {
            causes.add(new Cause(
                    Kind.BEYOND_RETENTION,
                    "The oldest record is of " + stats.oldest() + ", which is after this time. Records are kept for "
                            + days(stats.retention()) + ".",
                    null,
                    "Look at a later time, or keep records longer with weir.store.retention.",
                    null,
                    null));
        }
    }

    private static String days(Duration length) {
        return length.toDays() >= 2 ? length.toDays() + " days" : length.toHours() + " hours";
    }

    private List<WithheldCount> withheld(FilterSubject subject, TimeRange range) {
        return withheld(subject, range, range.length());
    }

    private List<WithheldCount> withheld(FilterSubject subject, TimeRange range, Duration step) {
        return range.length().isZero()
                ? List.of()
                : store.withheld(range, step).stream()
                        .flatMap(count -> count.of(subject).stream())
                        .toList();
    }

    /** What budgets withheld, of what may match the filter, by intervals, nodes and namespaces; the earliest first. */
    public List<WithheldCount> withheld(RecordFilter filter, TimeRange range, Duration step) {
        return withheld(filter.subject(), range, step);
    }

    /** The same, to be told between the records of a question. */
    public GapCursor gaps(RecordQuery query) {
        Duration step = GapCursor.step(query.range());
        return new GapCursor(query, withheld(query.filter(), query.range(), step), step);
    }

    private static void budget(List<Cause> causes, List<WithheldCount> withheld) {
        Map<String, Long> byNode = new TreeMap<>();
        withheld.forEach(count -> byNode.merge(count.node(), count.total(), Long::sum));
        byNode.forEach((node, count) -> causes.add(new Cause(
                Kind.WITHHELD,
                node + " had more to write than its budget of records a second permits; " + count
                        + " connections and packets were only counted.",
                new ObjectRef(ObjectKind.NODE, "", node),
                "Raise the budget of that node’s daemon, or record fewer namespaces and policies.",
                null,
                null)));
    }

    /** The clause without which there is most. */
    private void clauses(List<Cause> causes, RecordFilter filter, FilterSubject subject, TimeRange range) {
        if (filter.text().isBlank()) {
            return;
        }
        subject.clauses().stream().limit(CLAUSES).forEach(clause -> {
            long count = count(RecordFilter.parse(clause.without()), range);
            if (count > 0) {
                causes.add(new Cause(
                        Kind.FILTERED,
                        "Without " + clause.text() + " there would be " + count
                                + (count == 1 ? " record." : " records."),
                        null,
                        "Remove this clause.",
                        null,
                        clause.without()));
            }
        });
        long all = count(RecordFilter.ALL, range);
        if (all > 0 && causes.stream().noneMatch(cause -> cause.kind() == Kind.FILTERED)) {
            causes.add(new Cause(
                    Kind.FILTERED,
                    "The filter leaves out all " + all + " records of this time, and no clause alone is the reason.",
                    null,
                    "Remove the filter.",
                    null,
                    ""));
        }
    }
}
