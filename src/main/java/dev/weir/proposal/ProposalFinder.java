package dev.weir.proposal;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordedEnd;
import dev.weir.history.ClusterHistory;
import dev.weir.net.IpPrefix;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.proposal.Proposal.Edit;
import dev.weir.proposal.Proposal.Status;
import dev.weir.reach.Difference;
import dev.weir.reach.End;
import dev.weir.reach.End.RangeEnd;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.reach.Pair;
import dev.weir.reach.Ports;
import dev.weir.reach.Reachability;
import dev.weir.simulation.Actor;
import dev.weir.simulation.PolicyEdits;
import dev.weir.simulation.StandIns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the edit that admits a connection and the least besides; of those that admit equally much, the smallest. Where both ends isolate and
 * neither admits, both need one.
 */
public final class ProposalFinder {
    private final ClusterSnapshot cluster;

    public ProposalFinder(ClusterSnapshot cluster) {
        this.cluster = cluster;
    }

    /** For what was denied, as the cluster is now; a pod that is gone is represented by one of its workload. */
    public Proposal propose(FlowRecord flow, ClusterHistory history) {
        StandIns standIns = new StandIns(cluster, history);
        FlowRecord.Connection connection = flow.connection();
        Optional<Actor> from = standIns.of(RecordedEnd.source(flow), flow.time());
        Optional<Actor> to = standIns.of(RecordedEnd.destination(flow), flow.time());
        if (!flow.drop().reason().isEmpty() && !flow.drop().reason().equals("policy")) {
            return Proposal.without(
                    Status.IMPOSSIBLE, "The packets were dropped for another reason than policy; no rule helps.");
        }
        return from.isEmpty() || to.isEmpty()
                ? Proposal.without(
                        Status.IMPOSSIBLE,
                        "A pod of the connection is gone and no other one of its workload runs now, or you may not read its namespace.")
                : propose(new Wanted(
                        present(from.get()), present(to.get()), connection.protocol(), connection.destinationPort()));
    }

    /** A pod that runs is taken as the cluster has it. */
    private Actor present(Actor actor) {
        Pod pod = actor.pod();
        Pod now = pod == null ? null : cluster.pod(pod.ref());
        return now != null && now.addresses().contains(actor.address()) ? new Actor(actor.address(), now) : actor;
    }

    public Proposal propose(Wanted wanted) {
        Evaluation now = new PolicyEvaluator(cluster).evaluate(wanted.packet());
        if (!isPresent(wanted.from()) || !isPresent(wanted.to())) {
            return Proposal.without(Status.IMPOSSIBLE, "A pod of the connection does not run any more.");
        }
        if (now.verdict() == Verdict.ALLOWED) {
            return Proposal.without(
                    Status.ALREADY_ALLOWED, "The policies of today admit it; nothing needs to be changed.");
        }
        return proposal(wanted, merged(edits(wanted)));
    }

    private boolean isPresent(Actor actor) {
        return actor.pod() == null || actor.pod().equals(cluster.podAt(actor.address()));
    }

    /** For each end that does not admit it, the best edit. The second is made on what the first has made. */
    private List<Edit> edits(Wanted wanted) {
        List<Edit> chosen = new ArrayList<>();
        for (Edit edit = next(wanted, chosen); edit != null; edit = next(wanted, chosen)) {
            chosen.add(edit);
        }
        return chosen;
    }

    /** Null when it is admitted. */
    private @Nullable Edit next(Wanted wanted, List<Edit> chosen) {
        List<Edit> candidates = candidates(wanted, chosen);
        List<Difference> differences = Reachability.differences(
                cluster,
                candidates.stream()
                        .map(candidate -> after(completed(wanted, with(chosen, candidate))))
                        .toList());
        Cost least = null;
        for (int i = 0; i < candidates.size(); i++) {
            Cost cost = cost(wanted, differences.get(i), candidates.get(i));
            least = least == null || Cost.ORDER.compare(cost, least) < 0 ? cost : least;
        }
        return least == null ? null : least.edit();
    }

    private List<Edit> candidates(Wanted wanted, List<Edit> chosen) {
        ClusterSnapshot edited = after(chosen);
        Evaluation evaluation = new PolicyEvaluator(edited).evaluate(wanted.packet());
        return Stream.of(Optional.ofNullable(evaluation.egress()), Optional.ofNullable(evaluation.ingress()))
                .flatMap(Optional::stream)
                .filter(side -> side.verdict() == Verdict.DENIED)
                .findFirst()
                .map(side -> Candidates.of(edited, wanted, side))
                .orElse(List.of());
    }

    /**
     * What one end admits shows only when the other admits it, too. So the other is given a policy of its own for the time being, the last
     * candidate, which admits least.
     */
    private List<Edit> completed(Wanted wanted, List<Edit> edits) {
        List<Edit> others = candidates(wanted, edits);
        return others.isEmpty() ? edits : with(edits, others.getLast());
    }

    private static List<Edit> with(List<Edit> edits, Edit more) {
        List<Edit> result = new ArrayList<>(edits);
        result.add(more);
        return result;
    }

    /** Two edits of one policy are one. */
    private static List<Edit> merged(List<Edit> edits) {
        Map<PolicyRef, Edit> byPolicy = new LinkedHashMap<>();
        edits.forEach(edit -> byPolicy.merge(edit.policy(), edit, Edit::then));
        return List.copyOf(byPolicy.values());
    }

    private ClusterSnapshot after(List<Edit> edits) {
        PolicyEdits all = new PolicyEdits();
        edits.forEach(edit -> all.apply(edit.after()));
        return all.in(cluster);
    }

    /** What an edit does besides, and how large it is. */
    private record Cost(int taken, int admitted, Edit edit) {
        static final Comparator<Cost> ORDER = Comparator.comparingInt(Cost::taken)
                .thenComparingInt(Cost::admitted)
                .thenComparing(cost -> cost.edit().parts().getFirst().addition())
                .thenComparing(cost -> cost.edit().policy());
    }

    private static Cost cost(Wanted wanted, Difference difference, Edit candidate) {
        return new Cost(difference.lost().size(), besides(wanted, difference).size(), candidate);
    }

    private Proposal proposal(Wanted wanted, List<Edit> edits) {
        Difference difference = Reachability.difference(cluster, after(edits));
        List<Pair> besides = besides(wanted, difference);
        String extras = besides.isEmpty()
                ? " Nothing else is admitted by that."
                : " That also admits " + besides.size() + (besides.size() == 1 ? " other pair" : " other pairs")
                        + " of workloads and addresses.";
        String sentence = String.join(" ", edits.stream().map(Edit::sentence).toList());
        return new Proposal(Status.PROPOSED, edits, besides, difference.lost(), sentence + extras);
    }

    /** What is gained, without what is wanted. */
    private static List<Pair> besides(Wanted wanted, Difference difference) {
        End from = end(wanted.from());
        End to = end(wanted.to());
        Ports asked = Ports.single(wanted.protocol(), wanted.port());
        List<Pair> besides = new ArrayList<>();
        for (Pair pair : difference.gained()) {
            boolean same = pair.from().equals(from) && pair.to().equals(to);
            Ports ports = same ? pair.ports().minus(asked) : pair.ports();
            if (!ports.isEmpty()) {
                besides.add(new Pair(pair.from(), pair.to(), ports, pair.witness()));
            }
        }
        return besides;
    }

    static End end(Actor actor) {
        Pod pod = actor.pod();
        return pod == null ? new RangeEnd(IpPrefix.host(actor.address()), List.of()) : WorkloadEnd.of(pod);
    }
}
