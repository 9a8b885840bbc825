package dev.weir.recommendation;

import dev.weir.flow.FlowPeer;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.store.ConnectionSum;
import dev.weir.flow.store.PairPort.Judged;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import dev.weir.recommendation.Observed.Ends;
import dev.weir.recommendation.Recommendation.Reason;
import dev.weir.recommendation.Recommendation.Row;
import dev.weir.simulation.Actor;
import dev.weir.simulation.StandIns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What records tell of connections. Each end records what its own policies decided, so one connection may be recorded once or twice: there were
 * as many as the end says that recorded more, and they passed if both let them pass the last time.
 */
final class Traffic {
    private final StandIns standIns;
    private final Map<Ends, Sides> connections = new LinkedHashMap<>();
    private final RowTally unplaced = new RowTally();

    private static final class Side {
        private long passed;
        private long denied;
        private Instant lastPassed = Instant.MIN;
        private Instant lastDenied = Instant.MIN;
        private String sample = "";

        /** The newest come first. */
        void add(ConnectionSum sum) {
            sample = sample.isEmpty() ? sum.sample() : sample;
            if (sum.judged().verdict() == Verdict.ALLOWED) {
                passed += sum.events();
                lastPassed = later(lastPassed, sum.last());
            } else {
                denied += sum.events();
                lastDenied = later(lastDenied, sum.last());
            }
        }

        boolean isDenied() {
            return lastDenied.isAfter(lastPassed);
        }
    }

    /** What each end recorded of the same connections. */
    private static final class Sides {
        private final Map<Direction, Side> recorded = new EnumMap<>(Direction.class);

        void add(ConnectionSum sum) {
            recorded.computeIfAbsent(sum.judged().direction(), unused -> new Side())
                    .add(sum);
        }

        /** What both say together; null when one of them denied it the last time. */
        @Nullable
        Observed passed(Ends ends) {
            long most = 0;
            Instant last = Instant.MIN;
            for (Side side : recorded.values()) {
                if (side.isDenied()) {
                    return null;
                }
                most = Math.max(most, side.passed);
                last = later(last, side.lastPassed);
            }
            return new Observed(ends, most, last, recorded.values().iterator().next().sample);
        }
    }

    private Traffic(StandIns standIns) {
        this.standIns = standIns;
    }

    /** @param connections newest first */
    static Traffic of(List<ConnectionSum> connections, StandIns standIns) {
        Traffic traffic = new Traffic(standIns);
        connections.stream().filter(Traffic::isPolicys).forEach(traffic::add);
        return traffic;
    }

    /** Packets that were dropped for another reason are none that policies could have let pass. */
    private static boolean isPolicys(ConnectionSum sum) {
        return sum.dropReason().isEmpty() || sum.dropReason().equals("policy");
    }

    private void add(ConnectionSum sum) {
        Optional<Actor> from = standIns.of(sum.source(), sum.newest());
        Optional<Actor> to = standIns.of(sum.destination(), sum.newest());
        Judged judged = sum.judged();
        if (from.isPresent() && to.isPresent()) {
            Ends ends = new Ends(from.get(), to.get(), judged.protocol(), judged.port());
            connections.computeIfAbsent(ends, unused -> new Sides()).add(sum);
        } else if (judged.verdict() == Verdict.ALLOWED) {
            unplaced.add(unplaced(sum, from.isEmpty() ? sum.source() : sum.destination()));
        }
    }

    private static Row unplaced(ConnectionSum sum, RecordedEnd unknown) {
        boolean hidden = unknown.peer() instanceof FlowPeer.HiddenEnd;
        return new Row(
                words(sum.source()),
                words(sum.destination()),
                sum.judged().protocol().toString(),
                sum.judged().port(),
                sum.events(),
                sum.last(),
                sum.sample(),
                hidden ? Reason.HIDDEN : Reason.POD_UNKNOWN,
                hidden
                        ? "The other end is in a namespace that you may not read."
                        : "The labels of " + words(unknown) + " are not kept, and no pod of its workload runs now.");
    }

    private static String words(RecordedEnd recorded) {
        return recorded.peer() instanceof FlowPeer.PodEnd end
                ? end.pod().namespace() + "/"
                        + (end.workload() == null
                                ? end.pod().name()
                                : end.workload().name())
                : recorded.address().toString();
    }

    /** What passed. */
    List<Observed> passed() {
        List<Observed> passed = new ArrayList<>();
        connections.forEach((ends, sides) -> {
            Observed observed = sides.passed(ends);
            if (observed != null) {
                passed.add(observed);
            }
        });
        return passed;
    }

    /** What passed between ends of which one is not known. */
    List<Row> unplaced() {
        return unplaced.rows();
    }

    /** What was denied last time, in packets. */
    List<Row> denied() {
        RowTally denied = new RowTally();
        connections.forEach((ends, sides) -> sides.recorded.forEach((direction, side) -> {
            if (side.isDenied()) {
                denied.add(RowTally.row(
                        new Observed(ends, side.denied, side.lastDenied, side.sample),
                        Reason.DENIED,
                        "Denied " + (direction == Direction.INGRESS ? "where it arrived." : "where it came from.")));
            }
        }));
        return denied.rows();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
