package dev.weir.pairs;

import dev.weir.counts.PairVerdicts;
import dev.weir.flow.store.PairPort;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.pairs.TalkingPair.Counted;
import dev.weir.pairs.TalkingPair.Ends;
import dev.weir.pairs.TalkingPair.Port;
import dev.weir.pairs.TalkingPair.Recorded;
import dev.weir.pairs.TalkingPair.Seen;
import dev.weir.pairs.TalkingPair.Sides;
import dev.weir.pairs.TalkingPair.Verdicts;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Adds up what is known of one pair. */
final class PairSum {
    private final TimeRange range;
    private final SortedSet<Ends> parts = new TreeSet<>();
    private final SortedSet<Port> ports = new TreeSet<>();
    private final Map<Direction, Verdicts> verdicts = new EnumMap<>(Direction.class);
    private final Map<Direction, Tally> tallies = new EnumMap<>(Direction.class);
    private long records;
    private @Nullable Instant first;
    private @Nullable Instant lastRecorded;
    private @Nullable Instant countedSince;

    PairSum(TimeRange range) {
        this.range = range;
    }

    void add(Ends ends, PairPort spoken) {
        PairPort.Judged judged = spoken.judged();
        long events = spoken.pair().events();
        parts.add(ends);
        ports.add(new Port(judged.protocol(), judged.port()));
        verdicts.merge(
                judged.direction(),
                judged.verdict() == Verdict.ALLOWED
                        ? new Verdicts(events, 0, spoken.wouldDeny())
                        : new Verdicts(0, events, 0),
                Verdicts::plus);
        records += spoken.pair().records();
        first = first == null || spoken.first().isBefore(first) ? spoken.first() : first;
        lastRecorded = later(lastRecorded, spoken.last());
    }

    void add(Ends ends, PairVerdicts counted) {
        parts.add(ends);
        tallies.merge(counted.direction(), counted.tally(), Tally::plus);
        countedSince = countedSince == null || counted.since().isBefore(countedSince) ? counted.since() : countedSince;
    }

    /** Whether it spoke in the time; of counts only the last time is known. */
    boolean spoke() {
        Seen seen = seen();
        return seen.allowed() || seen.denied();
    }

    /** The ends that were added up. */
    SortedSet<Ends> parts() {
        return parts;
    }

    /** Whether the nodes told this pair apart before the time. */
    boolean countedBefore() {
        return countedSince != null && countedSince.isBefore(range.from());
    }

    Seen seen() {
        Sides recorded = recorded().sides();
        Tally both = tally(Direction.INGRESS).plus(tally(Direction.EGRESS));
        @Nullable Instant allowed = within(lastAllowed());
        @Nullable Instant denied = within(both.lastDenied());
        @Nullable Instant wouldDeny = within(both.lastWouldDeny());
        return new Seen(
                allowed != null && records == 0 || recorded.allowed() > 0,
                denied != null || recorded.denied() > 0,
                wouldDeny != null || recorded.wouldDeny() > 0,
                later(lastRecorded, later(allowed, later(denied, wouldDeny))));
    }

    /** As counted; what the source's policies admitted, those of the destination may have stopped. */
    private @Nullable Instant lastAllowed() {
        Tally in = tally(Direction.INGRESS);
        Tally last = verdicts(in).areEnforced() ? in : in.plus(tally(Direction.EGRESS));
        return later(last.lastAllowed(), last.lastWouldDeny());
    }

    Recorded recorded() {
        return new Recorded(
                records,
                List.copyOf(ports),
                new Sides(
                        verdicts.getOrDefault(Direction.INGRESS, Verdicts.NONE),
                        verdicts.getOrDefault(Direction.EGRESS, Verdicts.NONE)),
                first);
    }

    @Nullable
    Counted counted() {
        if (countedSince == null) {
            return null;
        }
        Tally in = tally(Direction.INGRESS);
        Tally out = tally(Direction.EGRESS);
        Tally both = in.plus(out);
        return new Counted(
                new Sides(verdicts(in), verdicts(out)),
                later(both.lastAllowed(), both.lastWouldDeny()),
                both.lastDenied(),
                countedSince);
    }

    private Tally tally(Direction direction) {
        return tallies.getOrDefault(direction, Tally.ZERO);
    }

    /** What would be denied was allowed; a tally has it apart. */
    private static Verdicts verdicts(Tally tally) {
        return new Verdicts(tally.allowed() + tally.wouldDeny(), tally.denied(), tally.wouldDeny());
    }

    private @Nullable Instant within(@Nullable Instant time) {
        return time == null || time.isBefore(range.from()) || time.isAfter(range.to()) ? null : time;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
