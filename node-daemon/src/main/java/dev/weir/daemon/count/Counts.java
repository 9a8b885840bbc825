package dev.weir.daemon.count;

import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the book, or what changed in it.
 *
 * @param all whether it is the whole book
 * @param version of the book; what is asked for later starts from it
 * @param since when the node began to count
 */
public record Counts(
        boolean all,
        long version,
        Instant since,
        List<PolicyCount> policies,
        List<NamespaceCount> namespaces,
        List<PairCount> pairs,
        List<PairRest> rest,
        Unattributed unattributed) {
    public Counts {
        policies = List.copyOf(policies);
        namespaces = List.copyOf(namespaces);
        pairs = List.copyOf(pairs);
        rest = List.copyOf(rest);
    }

    /** What was decided in each way: packets when denied, otherwise connections. */
    public record Tally(Times allowed, Times denied, Times wouldDeny) {
        static final Tally ZERO = new Tally(Times.NEVER, Times.NEVER, Times.NEVER);

        Tally plus(Verdict verdict, long count, Instant now) {
            return switch (verdict) {
                case ALLOWED -> new Tally(allowed.plus(count, now), denied, wouldDeny);
                case DENIED -> new Tally(allowed, denied.plus(count, now), wouldDeny);
                case WOULD_DENY -> new Tally(allowed, denied, wouldDeny.plus(count, now));
            };
        }

        Times of(Verdict verdict) {
            return switch (verdict) {
                case ALLOWED -> allowed;
                case DENIED -> denied;
                case WOULD_DENY -> wouldDeny;
            };
        }

        /** Null when nothing was decided yet. */
        @Nullable
        Instant last() {
            return Stream.of(allowed, denied, wouldDeny)
                    .map(Times::last)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }

        boolean isQuietSince(Instant time) {
            var last = last();
            return last == null || last.isBefore(time);
        }
    }

    /** How often, and when last. */
    public record Times(long count, @Nullable Instant last) {
        public static final Times NEVER = new Times(0, null);

        Times plus(long more, Instant now) {
            return new Times(count + more, now);
        }
    }

    /**
     * A policy in one direction.
     *
     * @param content fingerprint of the rules that are counted
     * @param contentSince when the node first had these rules
     * @param rules by index, those that admitted something
     */
    public record PolicyCount(
            PolicyRef policy,
            Direction direction,
            Tally tally,
            long content,
            Instant contentSince,
            Map<Integer, RuleCount> rules) {
        public PolicyCount {
            rules = Map.copyOf(rules);
        }

        PolicyCount plus(Verdict verdict, long count, Instant now) {
            return new PolicyCount(policy, direction, tally.plus(verdict, count, now), content, contentSince, rules);
        }

        PolicyCount admitted(List<Integer> by, boolean alone, long count, Instant now) {
            var next = new HashMap<>(rules);
            by.forEach(rule -> next.merge(
                    rule,
                    new RuleCount(count, alone ? count : 0, now),
                    (before, more) -> new RuleCount(before.hits + count, before.alone + more.alone, now)));
            return new PolicyCount(policy, direction, tally, content, contentSince, next);
        }

        PolicyCount withContent(long next, Instant now) {
            return new PolicyCount(policy, direction, tally, next, now, Map.of());
        }
    }

    /**
     * A rule.
     *
     * @param hits connections that it admits
     * @param alone of these, those that no other rule of any policy admits
     */
    public record RuleCount(long hits, long alone, Instant last) {}

    /** The pods of one namespace in one direction: no connection and no packet counts twice. */
    public record NamespaceCount(
            String namespace, Direction direction, Tally tally, Series deniedHalfHours, Series deniedMinutes) {
        static final int HALF_HOURS = 48;
        static final int MINUTES = 6;

        NamespaceCount plus(Verdict verdict, long count, Instant now) {
            var next = tally.plus(verdict, count, now);
            if (verdict != Verdict.DENIED) {
                return new NamespaceCount(namespace, direction, next, deniedHalfHours, deniedMinutes);
            }
            var seconds = now.getEpochSecond();
            return new NamespaceCount(
                    namespace,
                    direction,
                    next,
                    deniedHalfHours.plus(seconds / 1800, count, HALF_HOURS),
                    deniedMinutes.plus(seconds / 60, count, MINUTES));
        }
    }

    /** A workload; a node, whose namespace is empty; or, all empty, what is neither a pod nor a node of the cluster. */
    public record PairEnd(String namespace, String kind, String name) {
        static final PairEnd OUTSIDE = new PairEnd("", "", "");
    }

    /** Who opened connections to whom, as the pod of this node saw it whose policies judged. */
    public record Pair(PairEnd source, PairEnd destination, Direction direction) {}

    public record PairCount(Pair pair, Tally tally, Instant since) {}

    /**
     * What no pair contains, for one direction and verdict.
     *
     * @param other of pairs beyond the number that is told apart
     * @param retired of pairs that are no longer, or were not yet, told apart
     * @param unknown the kernel could not say between whom, or has not yet
     */
    public record PairRest(Direction direction, Verdict verdict, long other, long retired, long unknown) {}

    /**
     * What belongs to no policy.
     *
     * @param unisolatedIngress connections to pods that no policy isolates
     * @param unnamed by policies whose names are lost with the daemon's state
     * @param uncounted the kernel's table of counters was full
     */
    public record Unattributed(long unisolatedIngress, long unisolatedEgress, long unnamed, long uncounted) {
        static final Unattributed NONE = new Unattributed(0, 0, 0, 0);

        Unattributed unisolated(Direction direction, long count) {
            return direction == Direction.INGRESS
                    ? new Unattributed(unisolatedIngress + count, unisolatedEgress, unnamed, uncounted)
                    : new Unattributed(unisolatedIngress, unisolatedEgress + count, unnamed, uncounted);
        }

        Unattributed unnamed(long count) {
            return new Unattributed(unisolatedIngress, unisolatedEgress, unnamed + count, uncounted);
        }

        Unattributed uncounted(long count) {
            return new Unattributed(unisolatedIngress, unisolatedEgress, unnamed, uncounted + count);
        }
    }
}
