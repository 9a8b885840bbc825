package dev.weir.pairs;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Derivation;
import dev.weir.flow.store.TimeRange;
import dev.weir.pairs.PairQuestion.Wanted;
import dev.weir.pairs.Talker.Kind;
import dev.weir.pairs.TalkingPair.Ends;
import dev.weir.pairs.TalkingPair.Seen;
import dev.weir.reach.End;
import dev.weir.reach.Pair;
import dev.weir.reach.Ports;
import dev.weir.reach.Reachability;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may open connections to whom and who did, of one namespace: its workloads one by one, every other namespace as a whole.
 *
 * @param squares in the order of their ends; where nobody may and nobody did there is none
 * @param more pairs of workloads that spoke and that were too many to be looked at
 */
public record NamespaceMatrix(String namespace, TimeRange range, List<Square> squares, int more) {
    private static final int MOST_PAIRS = 1000;
    private static final Derivation<Set<Talker>> PRESENT = new Derivation<>(NamespaceMatrix::present);

    public NamespaceMatrix {
        squares = List.copyOf(squares);
    }

    /**
     * From one end to another.
     *
     * @param may what policies let at least one pod of one end open to at least one of the other; null when an end has no pod, is hidden
     *     or is a node
     * @param seen null when nobody spoke in the time
     */
    public record Square(
            Ends ends, @Nullable Ports may, @Nullable Seen seen) {
        /** Whether it spoke, and what was allowed would not be now. */
        public boolean isPast() {
            return seen != null && seen.allowed() && may != null && may.isEmpty();
        }
    }

    /** Those of the namespace before others. */
    public Comparator<Talker> order() {
        return Comparator.comparing((Talker talker) -> !talker.namespace().equals(namespace))
                .thenComparing(Comparator.naturalOrder());
    }

    /**
     * Throws {@link dev.weir.flow.store.RecordStoreException}.
     *
     * @param asOf the cluster whose policies say who may; null = as it is now
     */
    public static NamespaceMatrix of(
            String namespace, TimeRange range, @Nullable ClusterSnapshot asOf, PairFinder finder) {
        PairQuestion question = new PairQuestion(List.of(namespace), "", range, Wanted.ALL, asOf);
        ClusterSnapshot snapshot = finder.cluster(question);
        Pairs spoken = finder.find(question, MOST_PAIRS);
        SortedMap<Ends, Ports> may = may(namespace, snapshot);
        Map<Ends, Seen> seen = spoken.pairs().stream()
                .collect(Collectors.toMap(
                        pair -> around(namespace, pair.ends()), TalkingPair::seen, Seen::plus, TreeMap::new));
        Set<Talker> present = PRESENT.of(snapshot);
        List<Square> squares = Stream.of(may.keySet(), seen.keySet())
                .flatMap(Collection::stream)
                .distinct()
                .sorted()
                .map(ends -> new Square(ends, may(ends, may, present), seen.get(ends)))
                .toList();
        return new NamespaceMatrix(namespace, range, squares, spoken.more());
    }

    private static SortedMap<Ends, Ports> may(String namespace, ClusterSnapshot snapshot) {
        Reachability reachability = Reachability.of(snapshot);
        List<Pair> into = reachability.into(end -> end.namespace().equals(namespace));
        List<Pair> outOf = reachability.outOf(end -> end.namespace().equals(namespace));
        SortedMap<Ends, Ports> may = new TreeMap<>();
        Stream.concat(into.stream(), outOf.stream())
                .forEach(pair -> may.merge(
                        around(namespace, new Ends(talker(pair.from()), talker(pair.to()))),
                        pair.ports(),
                        Ports::plus));
        return may;
    }

    private static @Nullable Ports may(Ends ends, Map<Ends, Ports> may, Set<Talker> present) {
        boolean known = present.contains(ends.source()) && present.contains(ends.destination());
        return known ? may.getOrDefault(ends, Ports.NONE) : may.get(ends);
    }

    private static Talker talker(End end) {
        return switch (end) {
            case End.WorkloadEnd workload -> new Talker(Kind.WORKLOAD, workload.namespace(), workload.name());
            case End.RangeEnd range -> Talker.OUTSIDE;
        };
    }

    /** Whoever policies can judge now. */
    private static Set<Talker> present(ClusterSnapshot snapshot) {
        Stream<Talker> workloads = snapshot.pods().stream()
                .filter(pod -> !pod.phase().isOver())
                .map(pod -> talker(End.WorkloadEnd.of(pod)));
        return Stream.concat(Stream.of(Talker.OUTSIDE), workloads.flatMap(one -> Stream.of(one, one.widened())))
                .collect(Collectors.toSet());
    }

    private static Ends around(String namespace, Ends ends) {
        Function<Talker, Talker> scoped = talker -> talker.namespace().equals(namespace) ? talker : talker.widened();
        return new Ends(scoped.apply(ends.source()), scoped.apply(ends.destination()));
    }
}
