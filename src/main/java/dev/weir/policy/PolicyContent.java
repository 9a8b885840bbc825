package dev.weir.policy;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.AnyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;

/** What of a policy decides about packets of the pods that it selects: its name, mode, directions and rules, but not whom it selects. */
final class PolicyContent {
    private PolicyContent() {}

    static CanonicalContent canonical(NetworkPolicy policy, PolicyMode mode) {
        CanonicalContent content = new CanonicalContent(mode == PolicyMode.SHADOW ? "policy in shadow" : "policy")
                .add(policy.ref().namespace())
                .add(policy.ref().name());
        for (Direction direction : Direction.values()) {
            boolean isolates = policy.types().contains(direction);
            content.add(isolates ? 1 : 0).add(isolates ? policy.rules(direction).size() : 0);
            if (isolates) {
                policy.rules(direction).forEach(rule -> add(content, rule));
            }
        }
        return content;
    }

    static void add(CanonicalContent content, Rule rule) {
        content.add(rule.peers().size());
        rule.peers().forEach(peer -> add(content, peer));
        content.add(rule.ports().size());
        rule.ports().forEach(port -> add(content, port));
    }

    private static void add(CanonicalContent content, Peer peer) {
        switch (peer) {
            case Peer.IpBlockPeer block ->
                content.add("block")
                        .add(block.block().toString())
                        .add(block.except().toString());
            case Peer.PodPeer own -> add(content.add("pods"), own.pods());
            case Peer.NamespacePeer wide -> {
                add(content.add("namespaces"), wide.namespaces());
                add(content, wide.pods());
            }
        }
    }

    private static void add(CanonicalContent content, LabelSelector selector) {
        content.add(selector.matchLabels()).add(selector.requirements().size());
        for (LabelSelector.Requirement requirement : selector.requirements()) {
            content.add(requirement.key())
                    .add(requirement.operator().name())
                    .add(requirement.values().size());
            requirement.values().forEach(content::add);
        }
    }

    private static void add(CanonicalContent content, PolicyPort port) {
        content.add(port.protocol().number());
        switch (port.match()) {
            case AnyPort any -> content.add("any");
            case NumberedPorts numbers -> content.add(numbers.range().toString());
            case NamedPort named -> content.add("name").add(named.name());
        }
    }
}
