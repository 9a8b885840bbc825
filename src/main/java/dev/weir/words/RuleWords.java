package dev.weir.words;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Requirement;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.List;

/** The parts of a sentence about a rule: who, and on which ports. */
public final class RuleWords {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private final Phrases texts;

    public RuleWords(Phrases texts) {
        this.texts = texts;
    }

    static boolean admitsEverything(Rule rule) {
        return rule.peers().isEmpty() && rule.ports().isEmpty();
    }

    /** "connections on TCP 80 or TCP 443". */
    public String ports(List<PolicyPort> ports) {
        if (ports.isEmpty()) {
            return texts.of("ports.any");
        }
        return texts.of("ports.on", texts.or(ports.stream().map(this::port).toList()));
    }

    private String port(PolicyPort port) {
        return switch (port.match()) {
            case PolicyPort.AnyPort any -> texts.of("ports.protocol", port.protocol());
            case PolicyPort.NumberedPorts numbers ->
                texts.of(
                        "ports.number",
                        port.protocol(),
                        numbers.range().toString().replace('-', '–'));
            case PolicyPort.NamedPort named -> texts.of("ports.named", port.protocol(), named.name());
        };
    }

    /** @param namespace of the policy, in which a podSelector alone looks */
    public String peers(List<Peer> peers, String namespace, Direction direction) {
        if (peers.isEmpty()) {
            return texts.of("peers.anyone." + direction.label());
        }
        return texts.or(peers.stream().map(peer -> peer(peer, namespace)).toList());
    }

    private String peer(Peer peer, String namespace) {
        return switch (peer) {
            case Peer.PodPeer(LabelSelector pods) -> pods(pods, namespace);
            case Peer.NamespacePeer(LabelSelector namespaces, LabelSelector pods) -> {
                String where = namespaces(namespaces);
                yield pods.isEverything()
                        ? texts.of("peers.any-pod", where)
                        : texts.of("peers.pods", selector(pods), where);
            }
            case Peer.IpBlockPeer block -> ipBlock(block);
        };
    }

    /** "every pod in shop", "pods app=cart in shop". */
    String pods(LabelSelector selector, String namespace) {
        return selector.isEverything()
                ? texts.of("peers.every-pod", namespace)
                : texts.of("peers.pods", selector(selector), namespace);
    }

    private String namespaces(LabelSelector selector) {
        if (selector.isEverything()) {
            return texts.of("namespaces.any");
        }
        String name = selector.matchLabels().get(NAME_LABEL);
        boolean oneLabelOnly =
                selector.matchLabels().size() == 1 && selector.requirements().isEmpty();
        return name != null && oneLabelOnly
                ? texts.of("namespaces.named", name)
                : texts.of("namespaces.labelled", selector(selector));
    }

    private String selector(LabelSelector selector) {
        List<String> parts = new ArrayList<>();
        selector.matchLabels().forEach((key, value) -> parts.add(key + "=" + value));
        selector.requirements().forEach(requirement -> parts.add(requirement(requirement)));
        return String.join(", ", parts);
    }

    private String requirement(Requirement requirement) {
        String values = texts.or(requirement.values());
        return switch (requirement.operator()) {
            case IN -> texts.of("selector.in", requirement.key(), values);
            // "NotIn" holds for a pod without the label too, which surprises: so it is said.
            case NOT_IN -> texts.of("selector.not-in", requirement.key(), values);
            case EXISTS -> texts.of("selector.exists", requirement.key());
            case DOES_NOT_EXIST -> texts.of("selector.does-not-exist", requirement.key());
        };
    }

    private String ipBlock(Peer.IpBlockPeer block) {
        String range = block.block().length() == 0
                ? texts.of(block.block().isV4() ? "addresses.all-v4" : "addresses.all-v6")
                : texts.of("addresses.range", block.block());
        if (block.except().isEmpty()) {
            return range;
        }
        return texts.of(
                "addresses.except",
                range,
                texts.and(block.except().stream().map(Object::toString).toList()));
    }

    /** A rule with a named port admits nothing at a pod that declares no port of that name. */
    List<String> missingNamedPorts(NetworkPolicy policy, List<Pod> selected) {
        List<String> cautions = new ArrayList<>();
        for (Rule rule : policy.ingress()) {
            for (PolicyPort port : rule.ports()) {
                if (port.match() instanceof PolicyPort.NamedPort named) {
                    long missing = selected.stream()
                            .filter(pod -> !declares(pod, named.name(), port))
                            .count();
                    if (missing > 0) {
                        cautions.add(texts.of("caution.named-port", named.name(), missing, selected.size()));
                    }
                }
            }
        }
        return cautions;
    }

    private static boolean declares(Pod pod, String name, PolicyPort port) {
        return pod.ports().stream()
                .anyMatch(declared ->
                        declared.name().equals(name) && declared.protocol().equals(port.protocol()));
    }
}
