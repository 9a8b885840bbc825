package dev.weir.pairs;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.store.PairCount;
import dev.weir.net.Protocol;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who opened connections to whom.
 *
 * @param seen what happened in the time that was asked for, recorded or counted
 * @param counted since the nodes tell this pair apart, recorded or not; null when none does
 */
public record TalkingPair(
        Ends ends, Seen seen, Recorded recorded, @Nullable Counted counted, Novelty novelty, Guard guard) {
    /** Who, and to whom. */
    public record Ends(Talker source, Talker destination) implements Comparable<Ends> {
        static Ends of(PairCount pair) {
            return new Ends(Talker.of(pair.source()), Talker.of(pair.destination()));
        }

        Ends widened() {
            return new Ends(source.widened(), destination.widened());
        }

        @Override
        public int compareTo(Ends other) {
            int bySource = source.compareTo(other.source);
            return bySource != 0 ? bySource : destination.compareTo(other.destination);
        }

        /** Written out for the reason that {@link dev.weir.net.IpAddress#equals} has. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Ends ends && source.equals(ends.source) && destination.equals(ends.destination);
        }

        @Override
        public int hashCode() {
            return 31 * source.hashCode() + destination.hashCode();
        }
    }

    /**
     * Whether anything was allowed and denied.
     *
     * @param wouldDeny whether some of what was allowed would be denied if the policies in shadow were enforced
     * @param last null when the time is not known
     */
    public record Seen(
            boolean allowed,
            boolean denied,
            boolean wouldDeny,
            @Nullable Instant last) {
        Seen plus(Seen other) {
            return new Seen(
                    allowed || other.allowed,
                    denied || other.denied,
                    wouldDeny || other.wouldDeny,
                    Stream.of(last, other.last)
                            .filter(Objects::nonNull)
                            .max(Comparator.naturalOrder())
                            .orElse(null));
        }
    }

    /**
     * From the records of the time.
     *
     * @param records 0 when the pair is known from counts only
     * @param first null without records
     */
    public record Recorded(
            long records,
            List<Port> ports,
            Sides sides,
            @Nullable Instant first) {}

    /** As the policies of the destination judged, and as those of the source. */
    public record Sides(Verdicts ingress, Verdicts egress) {
        /** Connections. Both ends may have judged one; then the destination, which came last, decides. */
        public long allowed() {
            return ingress.areEnforced() ? ingress.allowed : Math.max(ingress.allowed, egress.allowed);
        }

        /** Packets. What the source's policies stopped never came to the destination. */
        public long denied() {
            return ingress.denied + egress.denied;
        }

        /** Connections, at least: one that both ends would have denied is one. */
        public long wouldDeny() {
            return Math.max(ingress.wouldDeny, egress.wouldDeny);
        }
    }

    /** Connections allowed, packets denied, and of the connections those that would be denied; as the policies of one end judged. */
    public record Verdicts(long allowed, long denied, long wouldDeny) {
        static final Verdicts NONE = new Verdicts(0, 0, 0);

        Verdicts plus(Verdicts other) {
            return new Verdicts(allowed + other.allowed, denied + other.denied, wouldDeny + other.wouldDeny);
        }

        /** Whether policies judged that are enforced; those in shadow see only what they would deny. */
        boolean areEnforced() {
            return denied > 0 || allowed > wouldDeny;
        }
    }

    /** @param number 0 where the protocol has none */
    public record Port(Protocol protocol, int number) implements Comparable<Port> {
        @Override
        public int compareTo(Port other) {
            int byProtocol = protocol.compareTo(other.protocol);
            return byProtocol != 0 ? byProtocol : Integer.compare(number, other.number);
        }

        @Override
        public String toString() {
            return number == 0 ? protocol.toString() : protocol + " " + number;
        }
    }

    /** Exact, since then. */
    public record Counted(
            Sides sides,
            @Nullable Instant lastAllowed,
            @Nullable Instant lastDenied,
            Instant since) {}

    /** Whether it was seen in the week before. */
    public enum Novelty {
        NEW,
        SEEN_BEFORE,
        /** There are no records from before, or too many pairs to tell. */
        UNKNOWN
    }

    /**
     * Which policies isolate the ends now: the destination for ingress, the source for egress.
     *
     * @param policies sorted
     */
    public record Guard(State state, List<PolicyRef> policies) {
        /** Whether the end that is reached is isolated; of what is outside the cluster, whether the source is. */
        public enum State {
            GUARDED,
            UNGUARDED,
            UNKNOWN
        }
    }

    /** The filter that finds its records. */
    public String filter() {
        return ends.source.clause("src") + " AND " + ends.destination.clause("dest");
    }
}
