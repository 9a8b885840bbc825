package dev.weir.history;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.Pod;
import dev.weir.cluster.Workload;
import dev.weir.history.HistoryTable.Mark;
import dev.weir.history.HistoryTable.Span;
import dev.weir.history.HistoryTable.Version;
import dev.weir.history.LatestVersions.Dated;
import java.lang.ref.SoftReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what changes in the cluster, and tells what it was at a time. One thread writes; when it falls behind, snapshots between are
 * left out, never the newest. Questions may come from any thread.
 *
 * <p>Worst case: the process dies between a change and its row. The next life finds the change when it compares the cluster with the rows, and
 * dates it then; {@link PastCluster#followed} says of the time between that it was not followed.
 */
public final class ClusterHistory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterHistory.class);
    private static final int WAITING = 256;
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration CLEANING = Duration.ofMinutes(10);
    /** A change that comes alone is written at once; those that come within this time after it are written together. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private static final double TENTH = 0.1;

    private final HistorySettings settings;
    private final Clock clock;
    private final HistoryTable table;
    private final LatestVersions latest = new LatestVersions();
    private final Changes changes = new Changes(latest);
    private final KnownVersions known = new KnownVersions();
    private final BlockingDeque<Moment> waiting = new LinkedBlockingDeque<>(WAITING);
    private final Thread writer =
            Thread.ofPlatform().daemon().name("cluster-history").unstarted(this::run);
    private volatile SoftReference<Whole> lastWhole = new SoftReference<>(null);
    private Instant cleaned = Instant.EPOCH;
    private @Nullable Long spanStart;
    private @Nullable ClusterState state;

    private record Moment(Instant time, ClusterSnapshot snapshot) {}

    /** The whole cluster of an earlier time. */
    private record Whole(Mark mark, PastCluster past) {}

    /** @param object that the version's body says; null when it is gone */
    private record Written(Version version, @Nullable Object object) {}

    public ClusterHistory(HistorySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        table = new HistoryTable(settings.path());
        table.latest().forEach(version -> latest.put(version, ObjectBody.read(version.key(), version.body())));
    }

    /** Follows the cluster from now on; its revisions go on above those that have been written down. */
    public void follow(ClusterState cluster) {
        state = cluster;
        cluster.continueAbove(table.latestRevision());
        cluster.onChange(snapshot -> offer(new Moment(clock.instant(), snapshot)));
        if (cluster.current().revision() != 0) {
            offer(new Moment(clock.instant(), cluster.current()));
        }
        writer.start();
    }

    private void offer(Moment moment) {
        while (!waiting.offerLast(moment)) {
            waiting.pollFirst();
        }
    }

    private void run() {
        try {
            while (true) {
                Moment first = waiting.pollFirst(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (first == null) {
                    perform(List.of());
                    continue;
                }
                List<Moment> moments = new ArrayList<>(List.of(first));
                waiting.drainTo(moments);
                perform(moments);
                TimeUnit.MILLISECONDS.sleep(GATHERING.toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure must not end the thread: the next snapshot brings the same changes again. */
    private void perform(List<Moment> moments) {
        try {
            if (!moments.isEmpty()) {
                record(moments);
            } else if (state != null && state.freshness() instanceof Freshness.Current && spanStart != null) {
                extend(clock.instant());
            }
            if (Duration.between(cleaned, clock.instant()).compareTo(CLEANING) >= 0) {
                clean();
            }
        } catch (RuntimeException failed) {
            LOG.warn("The history of the cluster has a gap", failed);
        }
    }

    /** Writes what has changed; called by the one writing thread. */
    void record(ClusterSnapshot snapshot, Instant time) {
        record(List.of(new Moment(time, snapshot)));
    }

    private void record(List<Moment> moments) {
        try {
            List<Written> written = moments.stream().flatMap(this::changes).toList();
            if (!written.isEmpty()) {
                write(written);
            }
        } catch (RuntimeException failed) {
            changes.areLost();
            throw failed;
        }
        extend(moments.getLast().time());
    }

    private void write(List<Written> written) {
        table.add(written.stream().map(Written::version).toList());
        synchronized (latest) { // Whoever copies it has all versions of a revision or none.
            written.forEach(change -> latest.put(change.version(), change.object()));
        }
        changes.areWritten();
    }

    private Stream<Written> changes(Moment moment) {
        long nanos = nanos(moment.time());
        return changes.of(moment.snapshot()).stream()
                .map(change -> new Written(
                        new Version(
                                moment.snapshot().revision(),
                                nanos,
                                change.key(),
                                change.object() == null ? "" : ObjectBody.of(change.object())),
                        change.object()));
    }

    private void extend(Instant time) {
        long nanos = nanos(time);
        if (spanStart == null) {
            table.startSpan(nanos);
            spanStart = nanos;
        } else {
            table.extendSpan(spanStart, nanos);
        }
    }

    void clean() {
        cleaned = clock.instant();
        deleteBefore(nanos(cleaned.minus(settings.retention())));
        for (int i = 0; i < 10 && table.count() > settings.maxVersions(); i++) {
            deleteBefore(table.quantile(TENTH) + 1);
        }
    }

    private void deleteBefore(long nanos) {
        table.deleteReplacedBefore(nanos);
        if (spanStart != null && spanStart < nanos) {
            spanStart = nanos;
        }
    }

    /** The cluster as this server knew it at a time; empty before its history begins. */
    public Optional<PastCluster> at(Instant time, HistoryScope scope) {
        long nanos = nanos(time);
        List<Span> spans = table.spans();
        if (spans.isEmpty() || nanos < spans.getFirst().startNanos()) {
            return Optional.empty();
        }
        long slack = BEAT.multipliedBy(2).toNanos();
        boolean followed =
                spans.stream().anyMatch(span -> span.startNanos() <= nanos && nanos <= span.endNanos() + slack);
        return Optional.of(
                scope.everything() ? whole(nanos, followed) : past(objects("time_ns", nanos, scope), followed));
    }

    /** A time is mostly looked at more than once: its pages lead to each other. */
    private PastCluster whole(long nanos, boolean followed) {
        Mark mark = table.mark(nanos);
        Whole known = lastWhole.get();
        if (known == null || !known.mark().equals(mark)) {
            known = new Whole(mark, past(objects("time_ns", nanos, HistoryScope.EVERYTHING), followed));
            lastWhole = new SoftReference<>(known);
        }
        return new PastCluster(known.past().contents(), known.past().since(), followed);
    }

    /** The cluster at a revision; empty when no version of it or of an earlier one is kept. */
    public Optional<PastCluster> atRevision(long revision, HistoryScope scope) {
        Map<ObjectKey, Dated> objects = objects("revision", revision, scope);
        return objects.isEmpty() ? Optional.empty() : Optional.of(past(objects, true));
    }

    /** Those of now, but what has changed since then as it was then. */
    private Map<ObjectKey, Dated> objects(String column, long upTo, HistoryScope scope) {
        LatestVersions.Copy now = latest.copy();
        Map<ObjectKey, Dated> objects = now.objects();
        objects.keySet().removeIf(key -> !scope.includes(key));
        for (Version version : table.beforeChanges(column, upTo, now.revision(), scope)) {
            if (version.body().isEmpty()) {
                objects.remove(version.key());
            } else {
                objects.put(version.key(), new Dated(known.object(version), version.timeNanos()));
            }
        }
        return objects;
    }

    /** When each object was last changed, deleted ones included, as far as that is kept. */
    public Map<ObjectKey, Instant> changedAt(HistoryScope scope) {
        Map<ObjectKey, Instant> times = new HashMap<>();
        table.lastChanges(scope).forEach(version -> times.put(version.key(), instant(version.timeNanos())));
        return times;
    }

    /** What changed after one time and up to another, oldest first; the last ones when there are more than the limit. */
    public List<HistoryChange> changes(Instant after, Instant upTo, int limit) {
        return table.between(nanos(after), nanos(upTo), limit).stream()
                .map(version -> new HistoryChange(
                        version.revision(),
                        instant(version.timeNanos()),
                        version.key(),
                        version.body().isEmpty() ? null : ObjectBody.read(version.key(), version.body())))
                .toList();
    }

    /** Workloads of some kinds that had a pod in these namespaces, as far back as that is kept; by namespace. */
    public Map<String, Set<Workload>> workloadsOf(Set<String> namespaces, Set<String> kinds) {
        Map<String, Set<Workload>> workloads = new HashMap<>();
        if (namespaces.isEmpty()) {
            return workloads;
        }
        List<String> mentions = kinds.stream().map(ObjectBody::mention).toList();
        for (Version version : table.podsOf(namespaces, mentions)) {
            if (ObjectBody.read(version.key(), version.body()) instanceof Pod pod
                    && pod.workload() != null
                    && kinds.contains(pod.workload().kind())) {
                workloads
                        .computeIfAbsent(pod.ref().namespace(), unused -> new HashSet<>())
                        .add(pod.workload());
            }
        }
        return workloads;
    }

    /** From when on the cluster is known; empty when it is not yet. */
    public Optional<Instant> begins() {
        return table.spans().stream().map(span -> instant(span.startNanos())).findFirst();
    }

    private static PastCluster past(Map<ObjectKey, Dated> objects, boolean followed) {
        Map<ObjectKey, Instant> since = new HashMap<>(objects.size() * 2);
        objects.forEach((key, dated) -> since.put(key, instant(dated.timeNanos())));
        ClusterContents contents = new ClusterContents(
                of(objects, Namespace.class),
                of(objects, Node.class),
                of(objects, Pod.class),
                of(objects, NetworkPolicy.class),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT);
        return new PastCluster(contents, since, followed);
    }

    private static <T> Collection<T> of(Map<ObjectKey, Dated> objects, Class<T> type) {
        return objects.values().stream()
                .map(Dated::object)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(
                        instant.getEpochSecond(), Duration.ofSeconds(1).toNanos()),
                instant.getNano());
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        table.close();
    }
}
