package dev.weir.simulation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeStatus;
import dev.weir.simulation.Simulation.BlindSpot;
import dev.weir.simulation.Simulation.BlindSpot.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a replay did not see: of the pods in the namespaces whose policies are edited. */
final class BlindSpots {
    private static final int NAMED = 20;

    private final ClusterSnapshot cluster;
    private final Set<String> namespaces;
    private final List<Pod> pods;
    private final List<BlindSpot> spots = new ArrayList<>();

    BlindSpots(ClusterSnapshot cluster, Set<String> namespaces) {
        this.cluster = cluster;
        this.namespaces = namespaces;
        pods = namespaces.stream()
                .flatMap(name -> cluster.podsIn(name).stream())
                .filter(Pod::isEnforced)
                .toList();
    }

    List<BlindSpot> list() {
        return List.copyOf(spots);
    }

    private void add(Kind kind, String text, String scope) {
        spots.add(new BlindSpot(kind, text, scope));
    }

    /**
     * @param oldest of all records; null when there is none
     * @param missing what was left out; empty when nothing was
     */
    void window(TimeRange window, @Nullable Instant oldest, String missing) {
        if (oldest == null || oldest.isAfter(window.from())) {
            String since = oldest == null ? "There are no records at all." : "The oldest record is of " + oldest + ".";
            add(Kind.WINDOW, since + " What happened from " + window.from() + " until then is not known.", "");
        }
        if (!missing.isEmpty()) {
            add(Kind.WINDOW, missing, "");
        }
    }

    void logging() {
        LoggingConfig logging = cluster.logging();
        if (!logging.allow().log()) {
            add(Kind.LOGGING_OFF, "Allowed connections are not recorded: allow.log is off.", "NetworkLogging default");
        }
        if (!logging.deny().log()) {
            add(Kind.LOGGING_OFF, "Denied connections are not recorded: deny.log is off.", "NetworkLogging default");
        }
        for (String name : namespaces) {
            annotations(name, logging);
            unisolated(name);
        }
    }

    private void annotations(String name, LoggingConfig logging) {
        Namespace namespace = cluster.namespace(name);
        if (logging.deny().log() && logging.deny().delegate() && (namespace == null || !namespace.wantsDenyLogging())) {
            add(Kind.LOGGING_OFF, "Denials are recorded for annotated namespaces only, and " + name + " is not.", name);
        }
        if (logging.allow().log() && logging.allow().delegate()) {
            List<String> silent = cluster.policiesIn(name).stream()
                    .filter(policy -> !policy.wantsAllowLogging())
                    .map(policy -> policy.ref().name())
                    .toList();
            if (!silent.isEmpty()) {
                add(
                        Kind.LOGGING_OFF,
                        "What these policies alone admit is not recorded, as they are not annotated: " + named(silent)
                                + ".",
                        name);
            }
        }
    }

    /** "Allowed by default" is no event; what would be denied by policies in shadow is. */
    private void unisolated(String name) {
        List<NetworkPolicy> enforced = cluster.enforcedPoliciesIn(name);
        List<NetworkPolicy> shadow = cluster.shadowPoliciesIn(name);
        for (Direction direction : Direction.values()) {
            List<Pod> open = pods.stream()
                    .filter(pod -> pod.ref().namespace().equals(name) && !isIsolated(pod, enforced, direction))
                    .toList();
            String what = direction == Direction.INGRESS ? "is opened to" : "is opened by";
            unrecorded(
                    open.stream()
                            .filter(pod -> !isIsolated(pod, shadow, direction))
                            .toList(),
                    "No policy isolates %s for " + direction.label() + ", so what " + what
                            + " them is not recorded at their end: ",
                    name);
            unrecorded(
                    open.stream()
                            .filter(pod -> isAdmittedTo(pod, shadow, direction))
                            .toList(),
                    "Only policies in shadow isolate %s for " + direction.label() + ", so what these admit and " + what
                            + " them is not recorded at their end: ",
                    name);
        }
    }

    private static boolean isIsolated(Pod pod, List<NetworkPolicy> policies, Direction direction) {
        return policies.stream().anyMatch(policy -> policy.types().contains(direction) && policy.selects(pod));
    }

    private static boolean isAdmittedTo(Pod pod, List<NetworkPolicy> policies, Direction direction) {
        return policies.stream()
                .anyMatch(policy -> policy.types().contains(direction)
                        && !policy.rules(direction).isEmpty()
                        && policy.selects(pod));
    }

    /** @param sentence with a place for the number of pods */
    private void unrecorded(List<Pod> unseen, String sentence, String name) {
        if (!unseen.isEmpty()) {
            List<String> names = unseen.stream().map(pod -> pod.ref().name()).toList();
            add(Kind.LOGGING_OFF, sentence.formatted(count(unseen.size(), "pod")) + named(names) + ".", name);
        }
    }

    void notSeen(Set<FlowPeer> peers, Map<String, Set<Workload>> occasional) {
        Set<PodRef> seen = new HashSet<>();
        Map<String, Set<Workload>> seenWorkloads = new TreeMap<>();
        peers.forEach(peer -> {
            if (peer instanceof FlowPeer.PodEnd end) {
                seen.add(end.pod());
                if (end.workload() != null) {
                    seenWorkloads
                            .computeIfAbsent(end.pod().namespace(), unused -> new HashSet<>())
                            .add(end.workload());
                }
            }
        });
        for (String name : namespaces) {
            pods(name, seen);
            cronJobs(name, occasional.getOrDefault(name, Set.of()), seenWorkloads.getOrDefault(name, Set.of()));
        }
    }

    private void pods(String name, Set<PodRef> seen) {
        List<String> unseen = pods.stream()
                .map(Pod::ref)
                .filter(ref -> ref.namespace().equals(name) && !seen.contains(ref))
                .map(PodRef::name)
                .toList();
        if (!unseen.isEmpty()) {
            add(
                    Kind.POD_NOT_SEEN,
                    "No record of the window names " + count(unseen.size(), "pod") + ": " + named(unseen) + ".",
                    name);
        }
    }

    private void cronJobs(String name, Set<Workload> occasional, Set<Workload> seen) {
        SortedSet<String> unseen = new TreeSet<>();
        occasional.stream()
                .filter(workload -> !seen.contains(workload))
                .forEach(workload -> unseen.add(workload.kind() + " " + workload.name()));
        if (!unseen.isEmpty()) {
            add(
                    Kind.CRONJOB,
                    "These run now and then, and no record of the window is of them: " + named(unseen) + ".",
                    name);
        }
    }

    void losses(List<WithheldCount> withheld) {
        Map<String, Long> byNode = new TreeMap<>();
        withheld.stream()
                .filter(count -> count.namespace().isEmpty() || namespaces.contains(count.namespace()))
                .forEach(count -> byNode.merge(count.node(), count.allowed() + count.denied(), Long::sum));
        byNode.forEach((node, count) -> add(
                Kind.LOSS,
                "The budget of " + node + " kept " + count
                        + " connections and packets of the window from being recorded.",
                node));
    }

    void nodes(Collection<NodeProgress> nodes) {
        Set<NodeName> concerned = new HashSet<>();
        pods.stream().map(Pod::node).forEach(concerned::add);
        for (NodeProgress node : nodes) {
            if (concerned.contains(node.name())) {
                away(node);
                lost(node);
            }
        }
    }

    private void away(NodeProgress node) {
        switch (node.status()) {
            case NodeStatus.NeverConnected never ->
                add(
                        Kind.NODE_DOWN,
                        "The daemon of " + node.name() + " has never connected.",
                        node.name().value());
            case NodeStatus.Gone gone ->
                add(
                        Kind.NODE_DOWN,
                        "The daemon of " + node.name() + " has been away since " + gone.since() + ".",
                        node.name().value());
            case NodeStatus.Connected connected -> {}
            case NodeStatus.Applying applying -> {}
            case NodeStatus.UpToDate upToDate -> {}
            case NodeStatus.Failed failed -> {}
        }
    }

    private void lost(NodeProgress node) {
        if (node.report() != null) {
            long lost = node.report().records().unreported()
                    + node.report().records().lost();
            if (lost > 0) {
                add(
                        Kind.LOSS,
                        node.name() + " has lost " + lost + " events since its datapath was loaded; when is not known.",
                        node.name().value());
            }
        }
    }

    private static String count(int number, String noun) {
        return number == 1 ? "1 " + noun : number + " " + noun + "s";
    }

    private static String named(Collection<String> names) {
        String list = String.join(", ", names.stream().limit(NAMED).toList());
        return names.size() <= NAMED ? list : list + " and " + (names.size() - NAMED) + " more";
    }
}
