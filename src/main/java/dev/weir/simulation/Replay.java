package dev.weir.simulation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.PeerParts;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.StoredRecord;
import dev.weir.history.ClusterHistory;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Judgement;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.simulation.Simulation.Impact;
import dev.weir.simulation.Simulation.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges recorded connections by the policies before and after some edits. Give it all records, then ask. */
final class Replay {
    /** Records of one connection lie closer than this. */
    private static final Duration NEARNESS = Duration.ofSeconds(10);

    private final StandIns standIns;
    private final Court before;
    private final Court after;
    private final Map<Case, Ruling> rulings = new HashMap<>();
    private final Tally newlyDenied = new Tally();
    private final Tally newlyAllowed = new Tally();
    private final Tally undecidable = new Tally();
    private long stillAllowed;
    private long stillDenied;
    private long recordedOtherwise;

    /** Equal cases get equal rulings. */
    private record Case(Actor from, Actor to, Protocol protocol, int port) {}

    /**
     * What counts of two evaluations: their explanations would be most of what a replay holds, and a reason is asked for only where something changes.
     *
     * @param leaving what the policies of the source said before; what happened where nothing is judged there
     * @param entering the same of the destination
     * @param reason empty when the verdict stays
     */
    private record Ruling(Verdict before, Verdict leaving, Verdict entering, Verdict after, String reason) {
        static Ruling of(Evaluation before, Evaluation after) {
            return new Ruling(
                    before.verdict(),
                    verdict(before.egress(), before),
                    verdict(before.ingress(), before),
                    after.verdict(),
                    before.verdict() == after.verdict() ? "" : Replay.reason(after));
        }

        private static Verdict verdict(@Nullable Judgement side, Evaluation whole) {
            return side == null ? whole.verdict() : side.verdict();
        }

        Verdict before(Direction direction) {
            return direction == Direction.INGRESS ? entering : leaving;
        }
    }

    private record Ends(IpAddress from, IpAddress to, Protocol protocol, int port) {
        static Ends of(FlowRecord flow) {
            FlowRecord.Connection connection = flow.connection();
            return new Ends(
                    connection.source(), connection.destination(), connection.protocol(), connection.destinationPort());
        }
    }

    Replay(ClusterSnapshot before, ClusterSnapshot after, ClusterHistory history) {
        standIns = new StandIns(before, history);
        this.before = new Court(before);
        this.after = new Court(after);
    }

    Impact of(List<StoredRecord> records) {
        Map<Ends, NavigableSet<Instant>> entered = entered(records);
        for (StoredRecord stored : records) {
            FlowRecord flow = stored.record();
            if (isPolicys(flow) && !isTold(flow, entered.get(Ends.of(flow)))) {
                add(stored);
            }
        }
        long replayed =
                stillAllowed + stillDenied + newlyDenied.records() + newlyAllowed.records() + undecidable.records();
        return new Impact(
                replayed,
                stillAllowed,
                newlyDenied.group(),
                newlyAllowed.group(),
                stillDenied,
                undecidable.group(),
                recordedOtherwise);
    }

    private static Map<Ends, NavigableSet<Instant>> entered(List<StoredRecord> records) {
        Map<Ends, NavigableSet<Instant>> entered = new HashMap<>();
        for (StoredRecord stored : records) {
            if (stored.record().direction() == Direction.INGRESS) {
                entered.computeIfAbsent(Ends.of(stored.record()), unused -> new TreeSet<>())
                        .add(stored.record().time());
            }
        }
        return entered;
    }

    /** Packets that were dropped for another reason are none that policies could have let pass. */
    private static boolean isPolicys(FlowRecord flow) {
        String reason = flow.drop().reason();
        return reason.isEmpty() || reason.equals("policy");
    }

    /** What left and then arrived is told by the record of the end where it arrived. */
    private static boolean isTold(FlowRecord flow, @Nullable NavigableSet<Instant> arrivals) {
        if (arrivals == null || flow.direction() != Direction.EGRESS || flow.verdict() != Verdict.ALLOWED) {
            return false;
        }
        Instant earliest = arrivals.ceiling(flow.time().minus(NEARNESS));
        return earliest != null && !earliest.isAfter(flow.time().plus(NEARNESS));
    }

    private void add(StoredRecord stored) {
        FlowRecord flow = stored.record();
        FlowRecord.Connection connection = flow.connection();
        Optional<Actor> from = standIns.of(RecordedEnd.source(flow), flow.time());
        Optional<Actor> to = standIns.of(RecordedEnd.destination(flow), flow.time());
        if (from.isEmpty() || to.isEmpty()) {
            FlowPeer unknown = from.isEmpty() ? flow.source() : flow.destination();
            undecidable.add(key(flow), stored, unknown(unknown));
            return;
        }
        Case one = new Case(from.get(), to.get(), connection.protocol(), connection.destinationPort());
        Ruling ruling = rulings.computeIfAbsent(one, this::rule);
        if (ruling.before(flow.direction()) != flow.verdict()) {
            recordedOtherwise++;
        }
        count(stored, ruling);
    }

    private static String unknown(FlowPeer peer) {
        return peer instanceof FlowPeer.PodEnd end
                ? "The labels of " + end.pod() + " are not kept, and no pod of its workload runs now."
                : "The other end is in a namespace that you may not read.";
    }

    private Ruling rule(Case one) {
        return Ruling.of(
                before.judge(one.from(), one.to(), one.protocol(), one.port()),
                after.judge(one.from(), one.to(), one.protocol(), one.port()));
    }

    private void count(StoredRecord stored, Ruling ruling) {
        boolean allowed = ruling.before() == Verdict.ALLOWED;
        boolean willBe = ruling.after() == Verdict.ALLOWED;
        if (allowed && willBe) {
            stillAllowed++;
        } else if (!allowed && !willBe) {
            stillDenied++;
        } else {
            (willBe ? newlyAllowed : newlyDenied).add(key(stored.record()), stored, ruling.reason());
        }
    }

    /** "entering shop/cart: isolated by default-deny; none admits" and the like. */
    private static String reason(Evaluation evaluation) {
        return Stream.of(Optional.ofNullable(evaluation.egress()), Optional.ofNullable(evaluation.ingress()))
                .flatMap(Optional::stream)
                .filter(side -> side.verdict() == evaluation.verdict() && side.isIsolated())
                .map(Replay::reason)
                .findFirst()
                .orElse("no policy isolates either end");
    }

    private static String reason(Judgement side) {
        String where = (side.direction() == Direction.INGRESS ? "entering " : "leaving ") + side.pod() + ": ";
        return side.verdict() == Verdict.ALLOWED
                ? where + "admitted by " + names(side, true)
                : where + "isolated by " + names(side, false) + "; none admits";
    }

    private static String names(Judgement side, boolean admitting) {
        return side.explanations().stream()
                .filter(one -> admitting ? one.outcome() instanceof Admits : !(one.outcome() instanceof NotApplicable))
                .map(one -> one.policy().name())
                .collect(Collectors.joining(", "));
    }

    private static Tally.Key key(FlowRecord flow) {
        return new Tally.Key(
                party(flow.source(), PeerParts.ofSource(flow), flow.connection().source()),
                party(
                        flow.destination(),
                        PeerParts.ofDestination(flow),
                        flow.connection().destination()),
                flow.connection().protocol(),
                flow.connection().destinationPort());
    }

    private static Party party(FlowPeer peer, PeerParts parts, IpAddress address) {
        return switch (peer) {
            case FlowPeer.PodEnd end ->
                end.workload() == null
                        ? new Party("Pod", parts.namespace(), end.pod().name())
                        : new Party(
                                end.workload().kind(),
                                parts.namespace(),
                                end.workload().name());
            case FlowPeer.NodeEnd end -> new Party("Node", null, end.node());
            case FlowPeer.AddressEnd end -> new Party("Address", null, address.toString());
            case FlowPeer.HiddenEnd end -> new Party("Hidden", null, address.toString());
        };
    }
}
