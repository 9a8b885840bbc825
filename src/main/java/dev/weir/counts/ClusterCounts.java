package dev.weir.counts;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.NamespaceCount;
import dev.weir.nodes.NodeCounts.PolicyCount;
import dev.weir.nodes.NodeCounts.RuleCount;
import dev.weir.nodes.NodeCounts.Series;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeStatus;
import dev.weir.policy.RulesContent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The counts of all nodes, added up when they are asked for. What is not contained is said by {@link #missing}. */
public final class ClusterCounts {
    private final NodeRegistry nodes;
    private final Clock clock;

    public ClusterCounts(NodeRegistry nodes, Clock clock) {
        this.nodes = nodes;
        this.clock = clock;
    }

    /** Of every policy that some node counted, also of those that are gone. */
    public Map<PolicyRef, Map<Direction, Tally>> policies() {
        Map<PolicyRef, Map<Direction, Tally>> sums = new TreeMap<>();
        counts().flatMap(counts -> counts.policies().stream())
                .forEach(count -> sums.computeIfAbsent(count.policy(), unused -> new TreeMap<>())
                        .merge(count.direction(), count.tally(), Tally::plus));
        return sums;
    }

    /** What each direction of the policy, as it is now, admitted. */
    public List<PolicyHits> hits(NetworkPolicy policy, PolicyMode mode) {
        List<PolicyCount> counted = counts().flatMap(counts -> counts.policies().stream())
                .filter(count -> count.policy().equals(policy.ref()))
                .toList();
        return policy.types().stream()
                .map(direction -> hits(
                        policy,
                        RulesContent.fingerprint(policy, mode, direction),
                        direction,
                        counted.stream()
                                .filter(count -> count.direction() == direction)
                                .toList()))
                .toList();
    }

    private static PolicyHits hits(NetworkPolicy policy, long content, Direction direction, List<PolicyCount> counted) {
        List<PolicyCount> current =
                counted.stream().filter(count -> count.content() == content).toList();
        Map<Integer, RuleCount> rules = new TreeMap<>();
        for (int rule = 0; rule < policy.rules(direction).size(); rule++) {
            rules.put(rule, new RuleCount(rule, 0, 0, null));
        }
        current.stream()
                .flatMap(count -> count.rules().stream())
                .forEach(count -> rules.merge(count.rule(), count, RuleCount::plus));
        return new PolicyHits(
                policy.ref(),
                direction,
                counted.stream().map(PolicyCount::tally).reduce(Tally.ZERO, Tally::plus),
                current.stream()
                        .map(PolicyCount::contentSince)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                List.copyOf(rules.values()));
    }

    public List<NamespaceVerdicts> namespaces() {
        return added(
                namespaceCounts()
                        .map(count -> new NamespaceVerdicts(count.namespace(), count.direction(), count.tally())),
                count -> List.of(count.namespace(), count.direction()),
                (one, other) -> new NamespaceVerdicts(
                        one.namespace(), one.direction(), one.tally().plus(other.tally())));
    }

    /** Packets denied in the last day, by half hours. */
    public List<NamespaceDenials> deniedLastDay() {
        return denied(count -> recent(count.deniedHalfHours(), Stretches.DAY));
    }

    /** Packets denied in the last five minutes, by minutes. */
    public List<NamespaceDenials> deniedLastMinutes() {
        return denied(count -> recent(count.deniedMinutes(), Stretches.MINUTES));
    }

    private List<Long> recent(Series series, Stretches stretches) {
        return series.until(clock.instant(), stretches.length(), stretches.number());
    }

    private List<NamespaceDenials> denied(Function<NamespaceCount, List<Long>> recent) {
        return added(
                namespaceCounts().map(count -> denials(count, recent.apply(count))),
                NamespaceDenials::namespace,
                (one, other) -> new NamespaceDenials(
                        one.namespace(),
                        one.ingress() + other.ingress(),
                        one.egress() + other.egress(),
                        sums(one.series(), other.series())));
    }

    private static NamespaceDenials denials(NamespaceCount count, List<Long> series) {
        long sum = series.stream().mapToLong(Long::longValue).sum();
        boolean ingress = count.direction() == Direction.INGRESS;
        return new NamespaceDenials(count.namespace(), ingress ? sum : 0, ingress ? 0 : sum, series);
    }

    private static List<Long> sums(List<Long> one, List<Long> other) {
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            sums.add(one.get(i) + other.get(i));
        }
        return sums;
    }

    /** Every pair that a node tells apart, the busiest first. */
    public List<PairVerdicts> pairs() {
        List<PairVerdicts> pairs = new ArrayList<>(added(
                counts().flatMap(counts -> counts.pairs().stream())
                        .map(count -> new PairVerdicts(
                                count.source(), count.destination(), count.direction(), count.tally(), count.since())),
                pair -> List.of(pair.source(), pair.destination(), pair.direction()),
                PairVerdicts::plus));
        pairs.sort(Comparator.comparingLong(PairVerdicts::total).reversed());
        return pairs;
    }

    /** Those with an end in the namespace. */
    public List<PairVerdicts> pairs(String namespace) {
        return pairs().stream()
                .filter(pair -> pair.source().namespace().equals(namespace)
                        || pair.destination().namespace().equals(namespace))
                .toList();
    }

    /** What {@link #pairs()} does not contain. */
    public List<PairRemainder> remainders() {
        return added(
                counts().flatMap(counts -> counts.rest().stream())
                        .map(rest -> new PairRemainder(
                                rest.direction(), rest.verdict(), rest.other(), rest.retired(), rest.unknown())),
                rest -> List.of(rest.direction(), rest.verdict()),
                PairRemainder::plus);
    }

    public Missing missing() {
        List<String> never = new ArrayList<>();
        List<Missing.Away> away = new ArrayList<>();
        for (NodeProgress node : nodes.nodes()) {
            if (counts(node).since() == null) {
                never.add(node.name().value());
            } else if (node.status() instanceof NodeStatus.Gone gone) {
                away.add(new Missing.Away(node.name().value(), lastHeard(node, gone)));
            }
        }
        return new Missing(
                never,
                away,
                counts().mapToLong(NodeCounts::unnamed).sum(),
                counts().mapToLong(NodeCounts::uncounted).sum());
    }

    private static Instant lastHeard(NodeProgress node, NodeStatus.Gone gone) {
        Instant heard = node.lastHeartbeat();
        return heard == null ? gone.since() : heard;
    }

    private Stream<NamespaceCount> namespaceCounts() {
        return counts().flatMap(counts -> counts.namespaces().stream());
    }

    private Stream<NodeCounts> counts() {
        return nodes.nodes().stream().map(ClusterCounts::counts);
    }

    private static NodeCounts counts(NodeProgress node) {
        return node.report() == null ? NodeCounts.NONE : node.report().counts();
    }

    /** Things with one key become one, in the order of their first appearance. */
    private static <T> List<T> added(Stream<T> things, Function<T, Object> key, Sum<T> sum) {
        Map<Object, T> sums = new LinkedHashMap<>();
        things.forEach(thing -> sums.merge(key.apply(thing), thing, sum::of));
        Collection<T> all = sums.values();
        return List.copyOf(all);
    }

    private interface Sum<T> {
        T of(T one, T other);
    }
}
