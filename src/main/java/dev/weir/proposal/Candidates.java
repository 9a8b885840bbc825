package dev.weir.proposal;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.policy.Judgement;
import dev.weir.policy.Judgement.DoesNotAdmit;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.policy.Judgement.RuleFinding;
import dev.weir.proposal.Proposal.Addition;
import dev.weir.proposal.Proposal.Edit;
import dev.weir.proposal.Proposal.Part;
import dev.weir.simulation.Actor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Every edit of one thing that makes one end admit the connection: the smaller ones first. */
final class Candidates {
    private static final int MOST = 12;
    private static final int LONGEST_NAME = 63;
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    private final ClusterSnapshot cluster;
    private final Wanted wanted;
    private final Direction direction;
    private final Judgement judgement;
    private final Peer peer;
    private final List<Edit> edits = new ArrayList<>();

    private Candidates(ClusterSnapshot cluster, Wanted wanted, Judgement judgement) {
        this.cluster = cluster;
        this.wanted = wanted;
        this.judgement = judgement;
        direction = judgement.direction();
        peer = peer();
    }

    /** @param judgement of the end that does not admit it */
    static List<Edit> of(ClusterSnapshot cluster, Wanted wanted, Judgement judgement) {
        Candidates candidates = new Candidates(cluster, wanted, judgement);
        candidates.existing();
        Edit anew = candidates.newPolicy();
        List<Edit> edits = candidates.edits.stream()
                .sorted(Comparator.comparing(edit -> edit.parts().getFirst().addition()))
                .limit(MOST)
                .toList();
        List<Edit> all = new ArrayList<>(edits);
        all.add(anew);
        return all;
    }

    private void existing() {
        for (Explanation explanation : judgement.explanations()) {
            if (explanation.outcome() instanceof DoesNotAdmit doesNot) {
                NetworkPolicy policy = Objects.requireNonNull(cluster.policy(explanation.policy()));
                doesNot.rules().forEach(finding -> half(policy, finding));
                rule(policy);
            }
        }
    }

    /** A rule of which only one half fails gets one entry more in that half. */
    private void half(NetworkPolicy policy, RuleFinding finding) {
        Rule rule = policy.rules(direction).get(finding.rule());
        if (finding.peerMatches() && wanted.protocol().hasPorts()) {
            add(policy, Addition.PORT, finding.rule(), new Rule(rule.peers(), with(rule.ports(), port())));
        } else if (finding.portMatches()) {
            add(policy, Addition.PEER, finding.rule(), new Rule(with(rule.peers(), peer), rule.ports()));
        }
    }

    private void add(NetworkPolicy policy, Addition addition, int index, Rule changed) {
        NetworkPolicy after = withRules(policy, rules -> {
            List<Rule> result = new ArrayList<>(rules);
            result.set(index, changed);
            return result;
        });
        String what = addition == Addition.PORT ? portWords() : peerWords();
        String sentence = "Add " + what + " to rule " + (index + 1) + " of " + policy.ref() + ".";
        edits.add(edit(policy, after, addition, sentence));
    }

    private void rule(NetworkPolicy policy) {
        NetworkPolicy after = withRules(policy, rules -> with(rules, newRule()));
        edits.add(edit(
                policy,
                after,
                Addition.RULE,
                "Add a rule to " + policy.ref() + ": " + directed() + " on " + portWords() + "."));
    }

    private Edit newPolicy() {
        Pod pod = Objects.requireNonNull(wanted.subject(direction).pod());
        boolean ingress = direction == Direction.INGRESS;
        NetworkPolicy policy = new NetworkPolicy(
                new PolicyRef(pod.ref().namespace(), freeName(pod)),
                enforced(pod.ref().namespace()),
                WorkloadLabels.of(pod, cluster),
                Set.of(direction),
                ingress ? List.of(newRule()) : List.of(),
                ingress ? List.of() : List.of(newRule()));
        return edit(
                null,
                policy,
                Addition.POLICY,
                "Create " + policy.ref() + " for " + selected(policy.podSelector()) + ": " + directed() + " on "
                        + portWords() + ".");
    }

    /** In a namespace in shadow a policy admits only if it says itself that it is enforced. */
    private Map<String, String> enforced(String name) {
        Namespace namespace = cluster.namespace(name);
        return namespace != null && namespace.isInShadow()
                ? Map.of(PolicyMode.ANNOTATION, PolicyMode.ENFORCE_VALUE)
                : Map.of();
    }

    private Edit edit(@Nullable NetworkPolicy before, NetworkPolicy after, Addition addition, String sentence) {
        return new Edit(before, after, List.of(new Part(direction, addition, sentence)));
    }

    private NetworkPolicy withRules(NetworkPolicy policy, UnaryOperator<List<Rule>> change) {
        boolean ingress = direction == Direction.INGRESS;
        return new NetworkPolicy(
                policy.ref(),
                policy.annotations(),
                policy.podSelector(),
                policy.declaredTypes(),
                ingress ? change.apply(policy.ingress()) : policy.ingress(),
                ingress ? policy.egress() : change.apply(policy.egress()));
    }

    private static <T> List<T> with(List<T> list, T more) {
        List<T> result = new ArrayList<>(list);
        result.add(more);
        return result;
    }

    private Rule newRule() {
        return new Rule(List.of(peer), wanted.protocol().hasPorts() ? List.of(port()) : List.of());
    }

    private PolicyPort port() {
        return new PolicyPort(wanted.protocol(), new NumberedPorts(PortRange.single(wanted.port())));
    }

    private Peer peer() {
        Actor other = wanted.peer(direction);
        Pod pod = other.pod();
        if (pod != null && pod.ref().namespace().equals(judgement.pod().namespace())) {
            return new Peer.PodPeer(WorkloadLabels.of(pod, cluster));
        }
        if (pod != null && namesItself(pod.ref().namespace())) {
            return new Peer.NamespacePeer(
                    LabelSelector.ofLabels(Map.of(NAMESPACE_NAME, pod.ref().namespace())),
                    WorkloadLabels.of(pod, cluster));
        }
        return new Peer.IpBlockPeer(IpPrefix.host(other.address()), List.of());
    }

    /** Every API server since 1.21 gives a namespace its name as a label; without it no selector can mean this one alone. */
    private boolean namesItself(String name) {
        Namespace namespace = cluster.namespace(name);
        return namespace != null && name.equals(namespace.labels().get(NAMESPACE_NAME));
    }

    private String directed() {
        return (direction == Direction.INGRESS ? "from " : "to ") + peerWords();
    }

    private String peerWords() {
        return switch (peer) {
            case Peer.PodPeer pods -> selected(pods.pods());
            case Peer.NamespacePeer namespaces ->
                selected(namespaces.pods()) + " in "
                        + namespaces.namespaces().matchLabels().get(NAMESPACE_NAME);
            case Peer.IpBlockPeer block -> "the address " + block.block().address();
        };
    }

    private static String selected(LabelSelector selector) {
        return selector.isEverything()
                ? "every pod"
                : "pods "
                        + String.join(
                                ",",
                                selector.matchLabels().entrySet().stream()
                                        .map(Object::toString)
                                        .toList());
    }

    private String portWords() {
        return wanted.protocol().hasPorts()
                ? wanted.protocol() + " " + wanted.port()
                : "every protocol and port, because no rule can name " + wanted.protocol();
    }

    /** {@code allow-web-to-cart}, with a number behind it when that is taken. */
    private String freeName(Pod pod) {
        String own = name(pod);
        Pod other = wanted.peer(direction).pod();
        String peer = other == null ? "address" : name(other);
        String wish = direction == Direction.INGRESS ? "allow-" + peer + "-to-" + own : "allow-" + own + "-to-" + peer;
        String name = dnsLabel(wish);
        for (int i = 2; cluster.policy(new PolicyRef(pod.ref().namespace(), name)) != null; i++) {
            name = dnsLabel(wish) + "-" + i;
        }
        return name;
    }

    private static String name(Pod pod) {
        return pod.workload() == null ? pod.ref().name() : pod.workload().name();
    }

    private static String dnsLabel(String wish) {
        String clean = wish.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        return clean.substring(0, Math.min(clean.length(), LONGEST_NAME - 4)).replaceAll("-+$", "");
    }
}
