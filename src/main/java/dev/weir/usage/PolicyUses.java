package dev.weir.usage;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.AnyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.PairCount.End;
import dev.weir.flow.store.PairPort;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.StoreStats;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import dev.weir.net.Direction;
import dev.weir.policy.MatchedPods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what of a policy was used. The records of the whole time are asked once, added up by pair and port; whether a rule admits such a pair is
 * decided as the rules and labels are now. So a connection that several rules admit counts for each of them, and a rule is never called
 * wider than it is.
 */
public final class PolicyUses {
    /** Pairs and ports of one policy that are looked at; beyond them the answer says so. */
    private static final int MOST = 10_000;

    private final ClusterView cluster;
    private final RecordReader records;

    /** @param cluster and {@code records} as far as whoever asks may see them */
    public PolicyUses(ClusterView cluster, RecordReader records) {
        this.cluster = cluster;
        this.records = records;
    }

    public PolicyUse of(NetworkPolicy policy, TimeRange range) {
        ClusterSnapshot snapshot = cluster.current();
        List<PairPort> seen = records.pairPorts(admittedBy(policy.ref()), range, MOST);
        List<RuleUse> rules = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            rules.addAll(rules(policy, direction, snapshot, seen));
        }
        return new PolicyUse(
                isRecorded(policy, snapshot.logging()), range, rules, notSeen(policy, range, seen.size() == MOST));
    }

    /** The last record of each rule; those before it was written name its rules by other numbers. */
    public LastRecords last(PolicyRef policy, Optional<Instant> written, Instant now) {
        return LastRecords.of(policy, records, written, now);
    }

    /** Connections that a policy admitted; others may have admitted them too. */
    public static RecordFilter admittedBy(PolicyRef policy) {
        return RecordFilter.parse("disposition=\"allow\" AND policies.name=\"" + policy.name()
                + "\" AND policies.namespace=\"" + policy.namespace() + "\"");
    }

    /** See {@link RuleSeries}. */
    public RuleSeries series(NetworkPolicy policy, TimeRange range, Duration step, Map<Direction, Instant> since) {
        return RuleSeries.of(policy, records, range, step, since);
    }

    /** Whether what it admits is recorded now. */
    public boolean isRecorded(NetworkPolicy policy) {
        return isRecorded(policy, cluster.current().logging());
    }

    private static boolean isRecorded(NetworkPolicy policy, LoggingConfig logging) {
        return logging.allow().log() && (!logging.allow().delegate() || policy.wantsAllowLogging());
    }

    private static List<RuleUse> rules(
            NetworkPolicy policy, Direction direction, ClusterSnapshot snapshot, List<PairPort> seen) {
        List<PairPort> ofDirection = seen.stream()
                .filter(port -> port.judged().direction() == direction)
                .toList();
        List<Map<End, Set<PodRef>>> admitted = policy.rules(direction).stream()
                .map(rule -> byEnd(admitted(rule, policy.ref().namespace(), snapshot)))
                .toList();
        long elsewhere = ofDirection.stream()
                .filter(port -> admitted.stream().noneMatch(ends -> ends.containsKey(other(port))))
                .mapToLong(port -> port.pair().events())
                .sum();
        List<RuleUse> uses = new ArrayList<>();
        for (int index = 0; index < admitted.size(); index++) {
            Rule rule = policy.rules(direction).get(index);
            uses.add(new Counted(rule, admitted.get(index), ofDirection).use(direction, index, elsewhere));
        }
        return uses;
    }

    /** The end that the peers of a rule are about. */
    private static End other(PairPort port) {
        return port.judged().direction() == Direction.INGRESS
                ? port.pair().source()
                : port.pair().destination();
    }

    /** Without peers whoever there is. */
    private static Set<Pod> admitted(Rule rule, String namespace, ClusterSnapshot snapshot) {
        Set<Pod> pods = new LinkedHashSet<>();
        if (rule.peers().isEmpty()) {
            snapshot.pods().stream().filter(pod -> !pod.addresses().isEmpty()).forEach(pods::add);
        }
        rule.peers().forEach(peer -> pods.addAll(MatchedPods.of(peer, namespace, snapshot)));
        return pods;
    }

    private static Map<End, Set<PodRef>> byEnd(Set<Pod> pods) {
        Map<End, Set<PodRef>> ends = new LinkedHashMap<>();
        for (Pod pod : pods) {
            String name =
                    pod.workload() == null ? pod.ref().name() : pod.workload().name();
            ends.computeIfAbsent(new End(pod.ref().namespace(), name), unused -> new LinkedHashSet<>())
                    .add(pod.ref());
        }
        return ends;
    }

    /** One rule, and the connections that it admits. */
    private record Counted(Rule rule, Map<End, Set<PodRef>> admitted, List<PairPort> seen) {

        RuleUse use(Direction direction, int index, long elsewhere) {
            Map<End, Long> events = new HashMap<>();
            seen.stream()
                    .filter(port -> admitted.containsKey(other(port)) && admits(port.judged()))
                    .forEach(port -> events.merge(other(port), port.pair().events(), Long::sum));
            List<RuleUse.User> users = events.entrySet().stream()
                    .map(entry -> new RuleUse.User(
                            String.valueOf(entry.getKey().namespace()),
                            entry.getKey().name(),
                            admitted.getOrDefault(entry.getKey(), Set.of()).size(),
                            entry.getValue()))
                    .sorted((one, two) -> Long.compare(two.connections(), one.connections()))
                    .toList();
            List<PodRef> unused = admitted.entrySet().stream()
                    .filter(entry -> !events.containsKey(entry.getKey()))
                    .flatMap(entry -> entry.getValue().stream())
                    .sorted()
                    .toList();
            int all = admitted.values().stream().mapToInt(Set::size).sum();
            return new RuleUse(
                    direction, index, rule.peers().isEmpty(), all, users, all - unused.size(), unused, elsewhere);
        }

        private boolean admits(PairPort.Judged judged) {
            return rule.ports().isEmpty() || rule.ports().stream().anyMatch(port -> admits(port, judged));
        }

        /** What a name means is known of pods that are there; so it may mean any port here. */
        private static boolean admits(PolicyPort port, PairPort.Judged judged) {
            return port.protocol() == judged.protocol()
                    && switch (port.match()) {
                        case AnyPort any -> true;
                        case NamedPort named -> true;
                        case NumberedPorts numbered -> numbered.range().contains(judged.port());
                    };
        }
    }

    private List<String> notSeen(NetworkPolicy policy, TimeRange range, boolean cut) {
        List<String> sentences = new ArrayList<>(notRecorded(policy, range));
        if (cut) {
            sentences.add("The policy admitted more pairs and ports than the " + MOST + " that are looked at.");
        }
        sentences.add(
                "Pods that did not run in that time, and work that is done more seldom, are not among the users.");
        return sentences;
    }

    /** Sentences: what it may have admitted in that time without a record. */
    public List<String> notRecorded(NetworkPolicy policy, TimeRange range) {
        List<String> sentences = new ArrayList<>();
        StoreStats stats = records.stats();
        Instant oldest = stats.oldest();
        if (oldest == null || oldest.isAfter(range.from())) {
            sentences.add(
                    oldest == null
                            ? "There are no records at all."
                            : "The oldest record is of " + oldest + ", so nothing before is known.");
        }
        long withheld = range.length().isZero()
                ? 0
                : records.withheld(range, range.length()).stream()
                        .filter(count -> count.namespace().equals(policy.ref().namespace()))
                        .mapToLong(WithheldCount::allowed)
                        .sum();
        if (withheld > 0) {
            sentences.add(withheld + " connections at pods of " + policy.ref().namespace()
                    + " were not recorded, because budgets did not permit it; they may be of other pods.");
        }
        return sentences;
    }
}
