package dev.weir.change;

import dev.weir.change.ChangeSet.Watched;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.counts.ClusterCounts;
import dev.weir.counts.PairVerdicts;
import dev.weir.net.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Denials between workloads that could talk before, from the exact counters of the datapath: whether records are switched on does not matter.
 * They could when connections of the pair were admitted and nothing was denied for an hour, or when no policy isolated the pod that judges.
 */
final class NewDenials {
    private static final Duration QUIET = Duration.ofHours(1);
    private static final int MOST = 5_000;

    private final ClusterView cluster;
    private final ClusterCounts counts;

    NewDenials(ClusterView cluster, ClusterCounts counts) {
        this.cluster = cluster;
        this.counts = counts;
    }

    /** Whoever is judged in one of the namespaces. */
    Watched watch(Set<String> namespaces, Instant now) {
        ClusterSnapshot snapshot = cluster.current();
        Set<OpenEnd> open = new LinkedHashSet<>();
        namespaces.forEach(namespace -> open(snapshot, namespace).limit(MOST).forEach(open::add));
        List<WatchedPair> pairs = counts.pairs().stream()
                .filter(pair -> namespaces.contains(pair.judging().namespace()))
                .filter(pair -> couldTalk(pair, now) || open.contains(end(pair)))
                .limit(MOST)
                .map(WatchedPair::of)
                .toList();
        return new Watched(pairs, List.copyOf(open));
    }

    private static boolean couldTalk(PairVerdicts pair, Instant now) {
        Instant denied = pair.tally().lastDenied();
        return pair.tally().allowed() > 0 && (denied == null || denied.isBefore(now.minus(QUIET)));
    }

    private static OpenEnd end(PairVerdicts pair) {
        return new OpenEnd(pair.judging(), pair.direction().label());
    }

    private static Stream<OpenEnd> open(ClusterSnapshot snapshot, String namespace) {
        List<NetworkPolicy> policies = snapshot.policiesIn(namespace);
        return snapshot.podsIn(namespace).stream().filter(Pod::isEnforced).flatMap(pod -> {
            Set<Direction> directions = EnumSet.allOf(Direction.class);
            directions.removeAll(Coverage.isolated(pod, policies));
            return directions.stream().map(direction -> OpenEnd.of(pod, direction));
        });
    }

    /** Packets denied since. */
    long since(Watched watched) {
        Map<List<Object>, Long> before = new HashMap<>();
        watched.pairs()
                .forEach(pair ->
                        before.put(List.of(pair.source(), pair.destination(), pair.direction()), pair.denied()));
        Set<OpenEnd> open = new HashSet<>(watched.open());
        long denied = 0;
        for (PairVerdicts pair : counts.pairs()) {
            String direction = pair.direction().label();
            Long baseline = before.get(List.of(pair.source(), pair.destination(), direction));
            if (baseline != null) {
                denied += Math.max(0, pair.tally().denied() - baseline);
            } else if (open.contains(end(pair))) {
                denied += pair.tally().denied();
            }
        }
        return denied;
    }
}
