package dev.weir.recommendation;

import dev.weir.counts.PairVerdicts;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.store.ConnectionSum;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.simulation.Simulation.BlindSpot;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts are exact whatever is recorded: pairs that were counted in the window and of which there is no record. */
final class CountedOnly {
    private static final int NAMED = 20;
    private static final Name OUTSIDE = new Name("", "");

    private CountedOnly() {}

    /** Two workloads, and whose policies judged. */
    private record Talk(Name from, Name to, Direction direction) {}

    private record Name(String namespace, String name) {}

    static List<BlindSpot> of(Wish wish, List<ConnectionSum> connections, List<PairVerdicts> counted) {
        if (counted.isEmpty()) {
            return List.of();
        }
        Set<Talk> recorded = new HashSet<>();
        connections.stream()
                .filter(sum -> sum.judged().verdict() == Verdict.ALLOWED)
                .forEach(sum -> recorded.add(talk(sum)));
        List<String> missing = counted.stream()
                .filter(pair -> isWithin(pair.tally(), wish) && isNamed(pair))
                .filter(pair -> !recorded.contains(talk(pair)))
                .map(pair -> pair.source().namespace() + "/" + pair.source().name() + " to "
                        + pair.destination().namespace() + "/"
                        + pair.destination().name() + " ("
                        + (pair.tally().allowed() + pair.tally().wouldDeny()) + ")")
                .toList();
        return missing.isEmpty() ? List.of() : List.of(spot(missing, wish));
    }

    private static BlindSpot spot(List<String> missing, Wish wish) {
        String more = missing.size() <= NAMED ? "" : " and " + (missing.size() - NAMED) + " more";
        return new BlindSpot(
                BlindSpot.Kind.COUNTED_ONLY,
                "Connections were counted, the last of them in the window, and none is recorded: "
                        + String.join(", ", missing.stream().limit(NAMED).toList()) + more
                        + ". No rule is recommended for what only they used.",
                wish.namespace());
    }

    private static boolean isWithin(Tally tally, Wish wish) {
        return Stream.of(since(tally.lastAllowed(), wish), since(tally.lastWouldDeny(), wish))
                .anyMatch(within -> within);
    }

    private static boolean since(@Nullable Instant last, Wish wish) {
        return last != null
                && !last.isBefore(wish.window().from())
                && last.isBefore(wish.window().to());
    }

    /** Addresses outside are one pair in the counts and many in the records. */
    private static boolean isNamed(PairVerdicts pair) {
        return !pair.source().namespace().isEmpty()
                && !pair.destination().namespace().isEmpty();
    }

    private static Talk talk(PairVerdicts pair) {
        return new Talk(name(pair.source()), name(pair.destination()), pair.direction());
    }

    private static Name name(PairEnd end) {
        return new Name(end.namespace(), end.name());
    }

    private static Talk talk(ConnectionSum sum) {
        return new Talk(
                name(sum.source().peer()),
                name(sum.destination().peer()),
                sum.judged().direction());
    }

    private static Name name(FlowPeer peer) {
        return peer instanceof FlowPeer.PodEnd end
                ? new Name(
                        end.pod().namespace(),
                        end.workload() == null
                                ? end.pod().name()
                                : end.workload().name())
                : OUTSIDE;
    }
}
