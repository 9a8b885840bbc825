package dev.weir.lint;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.Rule;
import dev.weir.document.FieldPath;
import dev.weir.lint.NearLabels.Suggestion;
import dev.weir.net.Direction;
import dev.weir.policy.MatchedPods;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What the selectors and names come to in the cluster as it is now. */
final class MatchChecks {
    private final PolicySource source;
    private final NetworkPolicy policy;
    private final ClusterSnapshot cluster;
    private final List<Pod> selected;

    private MatchChecks(PolicySource source, NetworkPolicy policy, ClusterSnapshot cluster) {
        this.source = source;
        this.policy = policy;
        this.cluster = cluster;
        selected = MatchedPods.selectedBy(policy, cluster);
    }

    static void check(PolicySource source, NetworkPolicy policy, ClusterSnapshot cluster) {
        MatchChecks checks = new MatchChecks(source, policy, cluster);
        checks.selected();
        for (Direction direction : policy.types()) {
            List<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                checks.rule(
                        direction, rules.get(i), PolicySource.rules(direction).item(i));
            }
        }
    }

    private void selected() {
        String namespace = policy.ref().namespace();
        if (selected.isEmpty()) {
            List<Map<String, String>> labels =
                    cluster.podsIn(namespace).stream().map(Pod::labels).toList();
            nothing(
                    PolicySource.POD_SELECTOR,
                    policy.podSelector(),
                    labels,
                    "selects-nothing",
                    "No pod of " + namespace + " matches now, so the policy does nothing.");
        }
        long onHost = selected.stream().filter(Pod::hostNetwork).count();
        if (onHost > 0) {
            source.warning(
                    PolicySource.POD_SELECTOR,
                    "host-network-selected",
                    onHost == selected.size()
                            ? "All selected pods use the host’s network, where no policy can be enforced."
                            : onHost + " of " + selected.size()
                                    + " selected pods use the host’s network, where no policy can be enforced.");
        }
    }

    private void nothing(
            FieldPath path,
            LabelSelector selector,
            Collection<Map<String, String>> labels,
            String code,
            String message) {
        Optional<Suggestion> near = NearLabels.of(selector, labels);
        if (near.isPresent()) {
            Suggestion label = near.get();
            source.warning(
                    path,
                    code,
                    message + " There is " + label.text() + ".",
                    "Write " + label.text(),
                    label.edits(path));
        } else {
            source.warning(path, code, message);
        }
    }

    private void rule(Direction direction, Rule rule, FieldPath path) {
        FieldPath peers = path.field(PolicySource.peersField(direction));
        for (int i = 0; i < rule.peers().size(); i++) {
            peer(rule.peers().get(i), peers.item(i));
        }
        for (int i = 0; i < rule.ports().size(); i++) {
            if (rule.ports().get(i).match() instanceof PolicyPort.NamedPort named) {
                namedPort(
                        direction,
                        rule,
                        rule.ports().get(i),
                        named.name(),
                        path.field("ports").item(i).field("port"));
            }
        }
    }

    private void peer(Peer peer, FieldPath path) {
        List<Pod> pods = MatchedPods.of(peer, policy.ref().namespace(), cluster);
        switch (peer) {
            case Peer.PodPeer own
            when pods.isEmpty() ->
                nothing(
                        path.field("podSelector"),
                        own.pods(),
                        labels(cluster.podsIn(policy.ref().namespace())),
                        "peer-matches-nothing",
                        "No pod of " + policy.ref().namespace() + " matches now.");
            case Peer.NamespacePeer wide when pods.isEmpty() -> namespaces(wide, path);
            case Peer.IpBlockPeer block
            when !pods.isEmpty() ->
                source.note(
                        path.field("ipBlock").field("cidr"),
                        "block-covers-pods",
                        "An ipBlock matches pods by their addresses, too: " + count(pods)
                                + " now. Their addresses change; a selector does not.");
            default -> {
                // It means somebody, and nothing else is to be said.
            }
        }
    }

    private static List<Map<String, String>> labels(Collection<Pod> pods) {
        return pods.stream().map(Pod::labels).toList();
    }

    private void namespaces(Peer.NamespacePeer peer, FieldPath path) {
        List<Namespace> namespaces = cluster.namespaces().stream()
                .filter(namespace -> peer.namespaces().matches(namespace.labels()))
                .toList();
        if (namespaces.isEmpty()) {
            nothing(
                    path.field("namespaceSelector"),
                    peer.namespaces(),
                    cluster.namespaces().stream().map(Namespace::labels).toList(),
                    "peer-matches-nothing",
                    "No namespace matches now.");
            return;
        }
        List<Pod> pods = new ArrayList<>();
        namespaces.forEach(namespace -> pods.addAll(cluster.podsIn(namespace.name())));
        nothing(
                path.field("podSelector"),
                peer.pods(),
                labels(pods),
                "peer-matches-nothing",
                "No pod of "
                        + String.join(
                                ", ",
                                namespaces.stream()
                                        .map(Namespace::name)
                                        .limit(3)
                                        .toList()) + (namespaces.size() > 3 ? " and others" : "") + " matches now.");
    }

    static String count(List<Pod> pods) {
        TreeSet<String> namespaces = new TreeSet<>();
        pods.forEach(pod -> namespaces.add(pod.ref().namespace()));
        return pods.size()
                + (pods.size() == 1 ? " pod in " : " pods in ")
                + namespaces.size()
                + (namespaces.size() == 1 ? " namespace" : " namespaces");
    }

    /** The name means something on the pods that receive the connection: those selected, or the peers. */
    private void namedPort(Direction direction, Rule rule, PolicyPort port, String name, FieldPath path) {
        List<Pod> receivers = direction == Direction.INGRESS ? selected : peers(rule);
        List<Pod> without = receivers.stream()
                .filter(pod -> pod.ports().stream()
                        .noneMatch(there ->
                                there.name().equals(name) && there.protocol().equals(port.protocol())))
                .toList();
        if (without.isEmpty()) {
            return;
        }
        String message = "The port " + name + " (" + port.protocol() + ") is missing on " + without.size() + " of "
                + receivers.size() + (direction == Direction.INGRESS ? " selected pods" : " peers")
                + ", where this admits nothing.";
        TreeSet<String> names = new TreeSet<>();
        without.forEach(pod -> pod.ports().forEach(there -> names.add(there.name())));
        names.remove("");
        Optional<String> near = Nearest.to(name, names);
        source.warning(
                path,
                "named-port-absent",
                message + near.map(other -> " There is a port " + other + ".").orElse(""));
    }

    private List<Pod> peers(Rule rule) {
        if (rule.peers().isEmpty()) {
            return List.of();
        }
        return rule.peers().stream()
                .flatMap(peer -> MatchedPods.of(peer, policy.ref().namespace(), cluster).stream())
                .distinct()
                .toList();
    }
}
