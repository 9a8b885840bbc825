package dev.weir.nodes;

import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the datapath of one node decided since the node first counted: exact over every restart, and independent of what is recorded.
 * Allowed counts connections, denied counts packets, would be denied counts connections.
 *
 * @param all whether it takes the place of what was known before; otherwise it has only what changed
 * @param since null when the node does not count
 * @param unisolatedIngress connections to pods that no policy isolates
 * @param unnamed by policies whose names are lost with the daemon's state
 * @param uncounted the kernel's table of counters was full
 */
public record NodeCounts(
        boolean all,
        @Nullable Instant since,
        List<PolicyCount> policies,
        List<NamespaceCount> namespaces,
        List<PairCount> pairs,
        List<PairRest> rest,
        long unisolatedIngress,
        long unisolatedEgress,
        long unnamed,
        long uncounted) {
    /** Of a daemon that has not said anything yet. */
    public static final NodeCounts NONE =
            new NodeCounts(true, null, List.of(), List.of(), List.of(), List.of(), 0, 0, 0, 0);

    public NodeCounts {
        policies = List.copyOf(policies);
        namespaces = List.copyOf(namespaces);
        pairs = List.copyOf(pairs);
        rest = List.copyOf(rest);
    }

    /**
     * A policy in one direction. A denied packet counts for every policy that isolates its pod: none of them denied it.
     *
     * @param content fingerprint of the rules that are counted
     * @param contentSince when the node first had these rules
     * @param rules those that admitted something
     */
    public record PolicyCount(
            PolicyRef policy,
            Direction direction,
            Tally tally,
            long content,
            @Nullable Instant contentSince,
            List<RuleCount> rules) {
        public PolicyCount {
            rules = List.copyOf(rules);
        }
    }

    /** How much was allowed, was denied and would be denied, and when last; null = never. */
    public record Tally(
            long allowed,
            long denied,
            long wouldDeny,
            @Nullable Instant lastAllowed,
            @Nullable Instant lastDenied,
            @Nullable Instant lastWouldDeny) {
        public static final Tally ZERO = new Tally(0, 0, null, null);

        /** Without shadow mode. */
        public Tally(long allowed, long denied, @Nullable Instant lastAllowed, @Nullable Instant lastDenied) {
            this(allowed, denied, 0, lastAllowed, lastDenied, null);
        }

        public long of(CountedVerdict verdict) {
            return switch (verdict) {
                case ALLOWED -> allowed;
                case DENIED -> denied;
                case WOULD_DENY -> wouldDeny;
            };
        }

        public Tally plus(Tally other) {
            return new Tally(
                    allowed + other.allowed,
                    denied + other.denied,
                    wouldDeny + other.wouldDeny,
                    later(lastAllowed, other.lastAllowed),
                    later(lastDenied, other.lastDenied),
                    later(lastWouldDeny, other.lastWouldDeny));
        }
    }

    /**
     * A rule by its index.
     *
     * @param hits connections that it admits
     * @param alone of these, those that no other rule of any policy admits
     */
    public record RuleCount(
            int rule, long hits, long alone, @Nullable Instant last) {
        public RuleCount plus(RuleCount other) {
            return new RuleCount(rule, hits + other.hits, alone + other.alone, later(last, other.last));
        }
    }

    /** The pods of one namespace in one direction: no connection and no packet counts twice. */
    public record NamespaceCount(
            String namespace, Direction direction, Tally tally, Series deniedHalfHours, Series deniedMinutes) {}

    /**
     * A count by stretches of time of one length, oldest first.
     *
     * @param last number of the last stretch since 1970
     */
    public record Series(long last, List<Long> counts) {
        public static final Series EMPTY = new Series(0, List.of());

        public Series {
            counts = List.copyOf(counts);
        }

        /** The count in a stretch of that number; 0 when it is not known any more. */
        public long at(long number) {
            long index = counts.size() - 1 - (last - number);
            return index < 0 || index >= counts.size() ? 0 : counts.get((int) index);
        }

        /** The last {@code stretches} before now, the one under way included, oldest first. */
        public List<Long> until(Instant now, Duration length, int stretches) {
            long current = Math.floorDiv(now.getEpochSecond(), length.toSeconds());
            List<Long> recent = new ArrayList<>();
            for (long number = current - stretches + 1; number <= current; number++) {
                recent.add(at(number));
            }
            return recent;
        }
    }

    /** Between two workloads, as the pod saw it whose policies judged. */
    public record PairCount(PairEnd source, PairEnd destination, Direction direction, Tally tally, Instant since) {}

    /**
     * A workload; a node, whose namespace is empty; or, all empty, what is neither a pod nor a node of the cluster. A reader who may not see
     * a workload gets {@link #HIDDEN} instead.
     */
    public record PairEnd(String namespace, String kind, String name) implements Comparable<PairEnd> {
        public static final PairEnd OUTSIDE = new PairEnd("", "", "");
        public static final PairEnd HIDDEN = new PairEnd("", "hidden", "");

        public boolean isOutside() {
            return equals(OUTSIDE);
        }

        @Override
        public int compareTo(PairEnd other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return isOutside() ? "outside" : namespace + "/" + kind + "/" + name;
        }
    }

    /**
     * What is in no pair, for one direction and verdict: with it the sum is that of the namespaces.
     *
     * @param other of pairs beyond the number that a node tells apart
     * @param retired of pairs that are no longer, or were not yet, told apart
     * @param unknown the kernel could not say between whom
     */
    public record PairRest(Direction direction, CountedVerdict verdict, long other, long retired, long unknown) {}

    /** What is known after {@code update}. */
    public NodeCounts with(NodeCounts update) {
        if (update.all) {
            return update;
        }
        return new NodeCounts(
                true,
                update.since,
                merged(policies, update.policies, count -> List.of(count.policy(), count.direction())),
                merged(namespaces, update.namespaces, count -> List.of(count.namespace(), count.direction())),
                merged(pairs, update.pairs, count -> List.of(count.source(), count.destination(), count.direction())),
                update.rest,
                update.unisolatedIngress,
                update.unisolatedEgress,
                update.unnamed,
                update.uncounted);
    }

    private static <T> List<T> merged(List<T> known, List<T> changed, Function<T, Object> key) {
        if (changed.isEmpty()) {
            return known;
        }
        Map<Object, T> all = new LinkedHashMap<>();
        known.forEach(entry -> all.put(key.apply(entry), entry));
        changed.forEach(entry -> all.put(key.apply(entry), entry));
        return List.copyOf(all.values());
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
