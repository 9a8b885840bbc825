package dev.weir.recommendation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.PolicyMode;
import dev.weir.counts.PairVerdicts;
import dev.weir.flow.store.ConnectionSums;
import dev.weir.flow.store.RecordReader;
import dev.weir.history.ClusterHistory;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeRegistry;
import dev.weir.recommendation.Precedents.Side;
import dev.weir.recommendation.Recommendation.Reason;
import dev.weir.recommendation.Recommendation.Recommended;
import dev.weir.recommendation.Recommendation.Row;
import dev.weir.simulation.PolicyEdits;
import dev.weir.simulation.Recordings;
import dev.weir.simulation.Recordings.LookedAt;
import dev.weir.simulation.Simulation.BlindSpot;
import dev.weir.simulation.StandIns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Recommends policies by the cluster and the records as they are when it is asked. The same question about the same gets the same answer. */
public final class Recommender {
    private static final List<Direction> DIRECTIONS = List.of(Direction.values());

    private final ClusterView cluster;
    private final ClusterHistory history;
    private final Recordings recordings;
    private final CountedPairs counts;

    /** Who was counted talking to whom, with an end in a namespace. */
    public interface CountedPairs {
        List<PairVerdicts> in(String namespace);
    }

    public Recommender(
            ClusterView cluster,
            ClusterHistory history,
            RecordReader records,
            NodeRegistry nodes,
            CountedPairs counts) {
        this.cluster = cluster;
        this.history = history;
        this.counts = counts;
        recordings = new Recordings(history, records, nodes);
    }

    public Recommendation recommend(Wish wish) {
        ClusterSnapshot now = cluster.current();
        ConnectionSums recorded = recordings.connections(wish.namespace(), wish.window());
        Traffic traffic = Traffic.of(recorded.sums(), new StandIns(now, history));
        List<Observed> passed = traffic.passed();
        Precedents today = new Precedents(now);
        PolicyAuthor author = new PolicyAuthor(now, wish, today, passed);
        List<Recommended> policies = author.policies();
        Precedents then = today.after(edited(now, policies), wish.namespace());
        Outcome outcome = outcome(then, author, passed);
        traffic.unplaced().forEach(outcome.rest::add);
        long unplaced = traffic.unplaced().stream().mapToLong(Row::connections).sum();
        return new Recommendation(
                wish.namespace(),
                wish.window(),
                policies,
                author.respected(),
                unplaced + passed.stream().mapToLong(Observed::connections).sum(),
                outcome.admitted,
                outcome.rest.rows(),
                traffic.denied(),
                author.outdated(policies.stream()
                        .filter(Recommended::wanted)
                        .map(Recommended::policy)
                        .toList()),
                blindSpots(now, wish, recorded));
    }

    private static final class Outcome {
        private final RowTally rest = new RowTally();
        private long admitted;
    }

    /** With the wanted policies enforced. */
    private static ClusterSnapshot edited(ClusterSnapshot now, List<Recommended> policies) {
        PolicyEdits edits = new PolicyEdits();
        policies.stream()
                .filter(Recommended::wanted)
                .forEach(one -> edits.apply(Recommendation.in(PolicyMode.ENFORCED, one.policy())));
        return edits.in(now);
    }

    /** What becomes of the connections, judged by the specification. */
    private static Outcome outcome(Precedents then, PolicyAuthor author, List<Observed> passed) {
        Outcome outcome = new Outcome();
        for (Observed observed : passed) {
            List<Side> denying = denying(then, observed);
            if (denying.isEmpty()) {
                outcome.admitted += observed.connections();
            } else {
                outcome.rest.add(refused(observed, denying, author));
            }
        }
        return outcome;
    }

    private static List<Side> denying(Precedents precedents, Observed observed) {
        List<Side> denying = new ArrayList<>();
        for (Direction direction : DIRECTIONS) {
            Side side = precedents.judge(observed.ends(), direction);
            if (side != null && side.isDenied()) {
                denying.add(side);
            }
        }
        return denying;
    }

    private static Row refused(Observed observed, List<Side> denying, PolicyAuthor author) {
        Reason unwritten = author.unwritten(observed.ends());
        if (unwritten != null) {
            return RowTally.row(observed, unwritten, words(unwritten, observed));
        }
        boolean here = denying.stream().anyMatch(author::isOwn);
        Reason reason = here ? Reason.LEFT_OUT : Reason.OTHER_END;
        return RowTally.row(observed, reason, words(reason, observed));
    }

    private static String words(Reason reason, Observed observed) {
        return switch (reason) {
            case NO_PORTS ->
                "No rule can name " + observed.ends().protocol() + ": only one for every protocol and port admits it.";
            case POD_UNKNOWN -> "The address belongs to a pod now that is not the one that was recorded.";
            case NAMESPACE_UNNAMED ->
                "The other namespace has no label " + OtherEnds.NAMESPACE_NAME + ", so no selector means it alone.";
            case TOO_MANY_ADDRESSES ->
                "More than " + RuleBook.MOST_BLOCKS
                        + " ranges of addresses: decide whether everybody may, and write an ipBlock.";
            case LEFT_OUT -> "A policy that would admit it is not chosen.";
            case OTHER_END -> "Policies of the other namespace do not admit it.";
            case HIDDEN -> "The other end is in a namespace that you may not read.";
            case DENIED -> "It was denied.";
        };
    }

    private List<BlindSpot> blindSpots(ClusterSnapshot now, Wish wish, ConnectionSums recorded) {
        List<BlindSpot> spots = new ArrayList<>(
                recordings.blindSpots(now, Set.of(wish.namespace()), LookedAt.of(wish.window(), recorded)));
        spots.addAll(CountedOnly.of(wish, recorded.sums(), counts.in(wish.namespace())));
        return spots;
    }
}
