package dev.weir.flow.store;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNullElse;

import dev.weir.flow.FlowRecord;
import dev.weir.flow.PeerParts;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who spoke to whom, and how often.
 *
 * @param records of this pair
 * @param events what these records stand for: the sum of their counts
 */
public record PairCount(End source, End destination, long records, long events) {
    static final Comparator<PairCount> MOST_EVENTS_FIRST =
            comparingLong(PairCount::events).reversed();

    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_PRIME = 0x100000001b3L;

    static PairCount of(FlowRecord flow, long records, long events) {
        return of(PeerParts.ofSource(flow), PeerParts.ofDestination(flow), records, events);
    }

    static PairCount of(PeerParts source, PeerParts destination, long records, long events) {
        return new PairCount(End.of(source), End.of(destination), records, events);
    }

    /** A number for the pair, so that counting compares no words (FNV-1a, 64 bits). */
    static long key(FlowRecord flow) {
        return End.of(PeerParts.ofDestination(flow))
                .hash(End.of(PeerParts.ofSource(flow)).hash(HASH_START));
    }

    /** Source and destination. */
    List<End> ends() {
        return List.of(source, destination);
    }

    /** With the ends that are pods of other namespaces {@link End#HIDDEN}. */
    public PairCount seenFrom(Predicate<String> namespaces) {
        return new PairCount(source.seenFrom(namespaces), destination.seenFrom(namespaces), records, events);
    }

    /** The ones that look the same to a reader become one; the most events first. */
    public static List<PairCount> merged(List<PairCount> pairs) {
        Map<List<End>, PairCount> sums = new LinkedHashMap<>();
        pairs.forEach(pair -> sums.merge(pair.ends(), pair, PairCount::plus));
        return sums.values().stream().sorted(MOST_EVENTS_FIRST).toList();
    }

    /** Both together; the ends are the same. */
    PairCount plus(PairCount other) {
        return new PairCount(source, destination, records + other.records, events + other.events);
    }

    /**
     * One end as a person names it.
     *
     * @param namespace of a pod; null for what is none
     * @param name of the workload, of the pod when it has none, of the node, or the address
     */
    public record End(@Nullable String namespace, String name) {
        /** A pod that the reader may not see. */
        public static final End HIDDEN = new End(null, "");

        private End seenFrom(Predicate<String> namespaces) {
            return namespace == null || namespaces.test(namespace) ? this : HIDDEN;
        }

        public static End of(PeerParts parts) {
            String pod = requireNonNullElse(parts.workloadName(), requireNonNullElse(parts.pod(), ""));
            String other = requireNonNullElse(parts.node(), requireNonNullElse(parts.instance(), ""));
            return new End(parts.namespace(), pod.isEmpty() ? other : pod);
        }

        private long hash(long start) {
            return hash(hash(start, requireNonNullElse(namespace, "")), name);
        }

        private static long hash(long start, String word) {
            long hash = start;
            for (int i = 0; i < word.length(); i++) {
                hash = (hash ^ word.charAt(i)) * HASH_PRIME;
            }
            return (hash ^ '/') * HASH_PRIME;
        }
    }
}
