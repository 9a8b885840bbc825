package dev.weir.why;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Derivation;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.flow.store.RecordReader;
import dev.weir.history.HistoryChange;
import dev.weir.history.PastCluster;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeStatus;
import dev.weir.policy.Packet;
import dev.weir.reach.Difference;
import dev.weir.reach.End;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.reach.Pair;
import dev.weir.reach.Ports;
import dev.weir.reach.Reachability;
import dev.weir.why.WhoReaches.Answer;
import dev.weir.why.WhoReaches.Source;
import dev.weir.why.WhoReaches.Then;
import dev.weir.why.WhoReaches.Turn;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says who can reach some workloads: what policies say, whether the nodes of both ends enforce that, and when it was last seen; and what was
 * different at another time, with the change that made the difference.
 */
public final class ReachExplainer {
    private static final int MOST_SOURCES = 500;
    private static final int MOST_CHANGES = 5000;
    /** Where the pods of each workload run for which policies are enforced. */
    private static final Derivation<Map<End, Set<NodeName>>> NODES = new Derivation<>(ReachExplainer::nodesOf);

    private final ClusterView cluster;
    private final ReadableHistory history;
    private final NodeRegistry nodes;
    private final RecordReader records;
    private final ChangeAuthors authors;
    private final Clock clock;

    public ReachExplainer(
            ClusterView cluster,
            ReadableHistory history,
            NodeRegistry nodes,
            RecordReader records,
            ChangeAuthors authors,
            Clock clock) {
        this.cluster = cluster;
        this.history = history;
        this.nodes = nodes;
        this.records = records;
        this.authors = authors;
        this.clock = clock;
    }

    /**
     * A question.
     *
     * @param from only these; null = everybody
     * @param ports only these
     * @param at null = now
     * @param diffFrom another time to compare with; null = none
     */
    public record Question(
            EndPattern to,
            @Nullable EndPattern from,
            Ports ports,
            @Nullable Instant at,
            @Nullable Instant diffFrom) {

        /** @param protocol null = every one, if there is no port, else TCP; @param port null = every one */
        public static Ports ports(@Nullable Protocol protocol, @Nullable Integer port) {
            if (protocol == null && port == null) {
                return Ports.EVERYTHING;
            }
            Protocol one = protocol == null ? Protocol.TCP : protocol;
            return port == null && one.hasPorts()
                    ? Ports.of(one, PortRange.ALL)
                    : Ports.single(one, port == null ? 0 : port);
        }
    }

    /** The cluster at a time, and what that rests on. */
    private record Ground(ClusterSnapshot snapshot, ClusterContents contents, Instant at, String basis) {}

    /** Empty when nothing is kept of a time that is asked about. */
    public Optional<WhoReaches> explain(Question question) {
        Ground ground = question.at() == null ? now() : past(question.at());
        if (ground == null) {
            return Optional.empty();
        }
        List<Source> sources = sources(question, ground);
        Then then = null;
        if (question.diffFrom() != null) {
            Ground other = past(question.diffFrom());
            if (other == null) {
                return Optional.empty();
            }
            then = then(question, other, ground);
        }
        return Optional.of(new WhoReaches(
                ground.at(),
                question.at() != null,
                ground.basis(),
                sources.stream().limit(MOST_SOURCES).toList(),
                Math.max(0, sources.size() - MOST_SOURCES),
                then));
    }

    /** From when on answers about the past can be given. */
    public Optional<Instant> begins() {
        return history.begins();
    }

    private Ground now() {
        ClusterSnapshot current = cluster.current();
        ClusterContents contents = new ClusterContents(
                current.namespaces(),
                current.nodes(),
                current.pods(),
                current.policies(),
                current.declaredLogging(),
                current.logging());
        return new Ground(current, contents, clock.instant(), "Policies, labels and pods as they are now.");
    }

    private @Nullable Ground past(Instant at) {
        return history.at(at)
                .map(past -> new Ground(ClusterSnapshot.of(1, past.contents()), past.contents(), at, basis(at, past)))
                .orElse(null);
    }

    private static String basis(Instant at, PastCluster past) {
        String basis = "Policies, labels and pods as they were at " + at + ".";
        return past.followed()
                ? basis
                : basis + " This server did not follow the cluster then; it is what it knew from before.";
    }

    private List<Source> sources(Question question, Ground ground) {
        PairReason reasons = new PairReason(ground.snapshot());
        LastSeen seen = LastSeen.of(question.to(), records, ground.at());
        EndPattern from = question.from();
        List<Source> sources = new ArrayList<>();
        for (Pair pair : Reachability.of(ground.snapshot()).into(question.to().workloads())) {
            Ports ports = pair.ports().and(question.ports());
            if (!ports.isEmpty() && (from == null || from.matches(pair.from()))) {
                sources.add(source(pair, ports, question, ground, reasons, seen));
            }
        }
        if (sources.isEmpty() && from != null) {
            sources.addAll(new Unreachable(ground.snapshot(), reasons).sources(question, this::enforcement));
        }
        return sources;
    }

    private Source source(Pair pair, Ports ports, Question question, Ground ground, PairReason reasons, LastSeen seen) {
        Enforced enforced = question.at() == null
                ? enforcement(List.of(pair.from(), pair.to()), ground.snapshot())
                : new Enforced(
                        true, "What the nodes enforced at that time is not kept; the records say what they did.");
        return new Source(
                pair.from(),
                pair.to(),
                ports,
                enforced.certain() ? Answer.YES : Answer.UNDECIDABLE,
                reasons.of(packet(pair.witness(), ports)),
                enforced.sentence(),
                seen.of(pair.from(), pair.to()));
    }

    /** The witness, on one of the ports that are asked for. */
    private static Packet packet(Packet witness, Ports ports) {
        if (ports.contains(witness.protocol(), witness.destinationPort())
                || ports.ranges().isEmpty()) {
            return witness;
        }
        int port = ports.ranges().firstEntry().getValue().getFirst().first();
        return new Packet(
                witness.source(), witness.destination(), ports.ranges().firstKey(), Math.max(1, port));
    }

    private static Map<End, Set<NodeName>> nodesOf(ClusterSnapshot snapshot) {
        return snapshot.pods().stream()
                .filter(Pod::isEnforced)
                .collect(Collectors.groupingBy(
                        WorkloadEnd::of,
                        Collectors.mapping(pod -> Objects.requireNonNull(pod.node()), Collectors.toSet())));
    }

    /** @param certain whether all nodes concerned enforce the newest policies */
    record Enforced(boolean certain, String sentence) {}

    /** Of the nodes on which pods of these workloads run. */
    private Enforced enforcement(List<End> ends, ClusterSnapshot snapshot) {
        Set<NodeName> concerned = ends.stream()
                .flatMap(end -> NODES.of(snapshot).getOrDefault(end, Set.of()).stream())
                .collect(Collectors.toSet());
        List<String> behind = concerned.stream()
                .sorted()
                .map(nodes::node)
                .filter(Objects::nonNull)
                .filter(node -> !(node.status() instanceof NodeStatus.UpToDate))
                .map(ReachExplainer::behind)
                .toList();
        List<String> unknown = concerned.stream()
                .filter(name -> nodes.node(name) == null)
                .map(name -> name + " has never been heard of")
                .sorted()
                .toList();
        List<String> all = new ArrayList<>(behind);
        all.addAll(unknown);
        return all.isEmpty()
                ? new Enforced(true, "Every node of both ends enforces these policies.")
                : new Enforced(false, "Cannot be told: " + String.join(", ", all) + ".");
    }

    private static String behind(NodeProgress node) {
        return switch (node.status()) {
            case NodeStatus.NeverConnected never -> "the daemon of " + node.name() + " has never connected";
            case NodeStatus.Gone gone -> "the daemon of " + node.name() + " has been away since " + gone.since();
            case NodeStatus.Failed failed ->
                node.name() + " refused revision " + failed.revision() + " and enforces " + node.appliedRevision();
            case NodeStatus.Connected connected -> node.name() + " has just connected";
            case NodeStatus.Applying applying ->
                node.name() + " enforces revision " + node.appliedRevision() + " and applies " + applying.revision();
            case NodeStatus.UpToDate upToDate -> node.name() + " is up to date";
        };
    }

    private Then then(Question question, Ground other, Ground ground) {
        boolean otherIsEarlier = other.at().isBefore(ground.at());
        Ground earlier = otherIsEarlier ? other : ground;
        Ground later = otherIsEarlier ? ground : other;
        List<HistoryChange> changes =
                history.changes(earlier.at(), later.at(), MOST_CHANGES).orElse(List.of());
        Causes causes =
                Causes.between(earlier.contents(), changes, question.to().workloads(), authors);
        Difference difference = Reachability.into(question.to().workloads(), earlier.snapshot(), later.snapshot());
        return new Then(
                other.at(),
                other.basis(),
                turns(question, difference.gained(), causes, true),
                turns(question, difference.lost(), causes, false));
    }

    private static List<Turn> turns(Question question, List<Pair> pairs, Causes causes, boolean gained) {
        EndPattern from = question.from();
        return pairs.stream()
                .filter(pair -> from == null || from.matches(pair.from()))
                .filter(pair -> !pair.ports().and(question.ports()).isEmpty())
                .limit(MOST_SOURCES)
                .map(pair ->
                        new Turn(pair.from(), pair.to(), pair.ports().and(question.ports()), causes.of(pair, gained)))
                .toList();
    }
}
