package dev.weir.recommendation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.recommendation.Observed.Ends;
import dev.weir.recommendation.Precedents.Side;
import dev.weir.recommendation.Recommendation.Purpose;
import dev.weir.recommendation.Recommendation.Reason;
import dev.weir.recommendation.Recommendation.Recommended;
import dev.weir.recommendation.Recommendation.Respected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes the policies: what enforced policies admit already is left to them, everything else gets a rule at each of its ends. */
final class PolicyAuthor {
    private static final int DNS_PORT = 53;
    private static final LabelSelector DNS_PODS = LabelSelector.ofLabels(Map.of("k8s-app", "kube-dns"));
    private static final String DNS_NAMESPACE = "kube-system";

    private final ClusterSnapshot cluster;
    private final Wish wish;
    private final OtherEnds others;
    private final Precedents today;
    private final Map<WorkloadGroup, Chapter> chapters = new LinkedHashMap<>();
    private final Map<PolicyRef, Long> respected = new TreeMap<>();
    private final Map<Ends, Reason> unwritten = new HashMap<>();

    /** What is to be admitted to and from the pods of one group. */
    private static final class Chapter {
        private final Map<Direction, RuleBook> books = new EnumMap<>(Direction.class);
        private long connections;

        RuleBook book(Direction direction) {
            return books.computeIfAbsent(direction, unused -> new RuleBook());
        }

        List<Rule> rules(Direction direction) {
            RuleBook book = books.get(direction);
            return book == null ? List.of() : book.rules();
        }
    }

    /** @param today judges by the policies of that cluster */
    PolicyAuthor(ClusterSnapshot cluster, Wish wish, Precedents today, Collection<Observed> traffic) {
        this.cluster = cluster;
        this.wish = wish;
        others = new OtherEnds(cluster, traffic);
        this.today = today;
        traffic.forEach(this::admit);
        crowds(traffic);
    }

    private void admit(Observed observed) {
        Ends ends = observed.ends();
        Set<WorkloadGroup> concerned = new TreeSet<>(Comparator.comparing(WorkloadGroup::name));
        for (Direction direction : Direction.values()) {
            Pod pod = subject(ends, direction);
            Side side = pod == null ? null : today.judge(ends, direction);
            if (side != null && pod != null && wish.directions().contains(direction) && !admitted(side, observed)) {
                WorkloadGroup group = others.groups(wish.namespace()).of(pod);
                if (write(ends, direction, group)) {
                    concerned.add(group);
                }
            }
        }
        concerned.forEach(group -> chapter(group).connections += observed.connections());
    }

    /** The pod of the namespace whose policies judge in that direction; null when it is none of the namespace. */
    private @Nullable Pod subject(Ends ends, Direction direction) {
        Pod pod = ends.subject(direction).pod();
        return pod != null && pod.ref().namespace().equals(wish.namespace()) ? pod : null;
    }

    private Chapter chapter(WorkloadGroup group) {
        return chapters.computeIfAbsent(group, unused -> new Chapter());
    }

    /** Whether policies that are enforced admit it at that end. */
    private boolean admitted(Side side, Observed observed) {
        side.admitting().forEach(policy -> respected.merge(policy, observed.connections(), Long::sum));
        return !side.admitting().isEmpty();
    }

    /** Whether a rule can be written for it. */
    private boolean write(Ends ends, Direction direction, WorkloadGroup group) {
        Door door = new Door(ends.protocol(), ends.port());
        if (!ends.protocol().hasPorts()) {
            return not(ends, Reason.NO_PORTS);
        }
        Pod peer = ends.peer(direction).pod();
        if (peer == null) {
            if (others.isTaken(ends.peer(direction))) {
                return not(ends, Reason.POD_UNKNOWN);
            }
            chapter(group).book(direction).add(ends.peer(direction).address(), door);
            return true;
        }
        Optional<Peer> named = others.peer(wish.namespace(), peer);
        named.ifPresent(known -> chapter(group).book(direction).add(known, door));
        return named.isPresent() || not(ends, Reason.NAMESPACE_UNNAMED);
    }

    /** Never, because there is no rule for that reason. */
    private boolean not(Ends ends, Reason reason) {
        unwritten.put(ends, reason);
        return false;
    }

    /** Known only when everything was seen: for whom there are too many addresses to name them. */
    private void crowds(Collection<Observed> traffic) {
        chapters.forEach((group, chapter) -> chapter.books.forEach((direction, book) -> {
            Set<IpAddress> crowd = book.crowd();
            if (!crowd.isEmpty()) {
                traffic.stream()
                        .map(Observed::ends)
                        .filter(ends -> ends.peer(direction).pod() == null
                                && crowd.contains(ends.peer(direction).address())
                                && isOf(group, subject(ends, direction)))
                        .forEach(ends -> not(ends, Reason.TOO_MANY_ADDRESSES));
            }
        }));
    }

    private boolean isOf(WorkloadGroup group, @Nullable Pod pod) {
        return pod != null && others.groups(wish.namespace()).of(pod).equals(group);
    }

    /** Why there is no rule for it; null when there is one, or none is needed. */
    @Nullable
    Reason unwritten(Ends ends) {
        return unwritten.get(ends);
    }

    /** Whether the policies of the namespace decided there. */
    boolean isOwn(Side side) {
        return side.namespace().equals(wish.namespace());
    }

    List<Respected> respected() {
        return respected.entrySet().stream()
                .map(entry -> new Respected(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Recommended earlier and still in shadow: these are written anew. */
    private List<NetworkPolicy> earlier() {
        return cluster.shadowPoliciesIn(wish.namespace()).stream()
                .filter(Recommendation::isMarked)
                .toList();
    }

    List<PolicyRef> outdated(List<NetworkPolicy> wanted) {
        List<PolicyRef> names = wanted.stream().map(NetworkPolicy::ref).toList();
        return earlier().stream()
                .map(NetworkPolicy::ref)
                .filter(policy -> !names.contains(policy))
                .toList();
    }

    /** Default-deny, DNS, then one for each workload in the order of their names. */
    List<Recommended> policies() {
        List<Recommended> policies = new ArrayList<>();
        Set<Direction> open = new TreeSet<>(wish.directions());
        cluster.enforcedPoliciesIn(wish.namespace()).stream()
                .filter(policy -> policy.podSelector().isEverything())
                .forEach(policy -> open.removeAll(policy.types()));
        if (!open.isEmpty()) {
            policies.add(recommended("default-deny", LabelSelector.EVERYTHING, open, Map.of(), Purpose.DEFAULT_DENY));
        }
        if (wish.directions().contains(Direction.EGRESS) && !isDnsAdmitted()) {
            policies.add(recommended(
                    "allow-dns",
                    LabelSelector.EVERYTHING,
                    Set.of(Direction.EGRESS),
                    Map.of(Direction.EGRESS, List.of(dns())),
                    Purpose.DNS));
        }
        for (WorkloadGroup group : others.groups(wish.namespace()).all()) {
            Chapter chapter = chapters.get(group);
            if (chapter != null) {
                policies.add(workload(group, chapter));
            }
        }
        return policies;
    }

    private static Rule dns() {
        Peer resolvers = new Peer.NamespacePeer(
                LabelSelector.ofLabels(Map.of(OtherEnds.NAMESPACE_NAME, DNS_NAMESPACE)), DNS_PODS);
        return new Rule(
                List.of(resolvers),
                Door.ports(new TreeSet<>(List.of(new Door(Protocol.UDP, DNS_PORT), new Door(Protocol.TCP, DNS_PORT)))));
    }

    /** Whether an enforced policy says just that for every pod. */
    private boolean isDnsAdmitted() {
        return cluster.enforcedPoliciesIn(wish.namespace()).stream()
                .anyMatch(policy -> policy.podSelector().isEverything()
                        && policy.types().contains(Direction.EGRESS)
                        && policy.egress().stream().anyMatch(rule -> admits(rule, dns())));
    }

    private static boolean admits(Rule rule, Rule other) {
        return (rule.peers().isEmpty() || rule.peers().containsAll(other.peers()))
                && (rule.ports().isEmpty() || rule.ports().containsAll(other.ports()));
    }

    private Recommended workload(WorkloadGroup group, Chapter chapter) {
        Map<Direction, List<Rule>> rules = new EnumMap<>(Direction.class);
        wish.directions().forEach(direction -> rules.put(direction, chapter.rules(direction)));
        Recommended policy =
                recommended("allow-" + group.name(), group.selector(), wish.directions(), rules, Purpose.WORKLOAD);
        return new Recommended(
                policy.policy(),
                Purpose.WORKLOAD,
                group.workloads().stream().map(Object::toString).toList(),
                chapter.connections,
                policy.wanted());
    }

    private Recommended recommended(
            String wished,
            LabelSelector pods,
            Set<Direction> types,
            Map<Direction, List<Rule>> rules,
            Purpose purpose) {
        List<PolicyRef> mine = earlier().stream().map(NetworkPolicy::ref).toList();
        String name = PolicyName.free(wished, taken -> {
            PolicyRef ref = new PolicyRef(wish.namespace(), taken);
            return cluster.policy(ref) != null && !mine.contains(ref);
        });
        NetworkPolicy policy = new NetworkPolicy(
                new PolicyRef(wish.namespace(), name),
                Map.of(Recommendation.ANNOTATION, "true"),
                pods,
                types,
                Objects.requireNonNull(rules.getOrDefault(Direction.INGRESS, List.of())),
                Objects.requireNonNull(rules.getOrDefault(Direction.EGRESS, List.of())));
        return new Recommended(policy, purpose, List.of(), 0, wish.wanted().test(name));
    }
}
