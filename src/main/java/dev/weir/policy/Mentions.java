package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the rules of all policies look at in a peer. Everything else about a peer makes no difference and splits no identity. */
final class Mentions {
    private final Set<String> namespaceKeys = new HashSet<>();
    private final Set<String> podKeysAnywhere = new HashSet<>();
    private final Map<String, Set<String>> podKeysByNamespace = new HashMap<>();
    private final Set<PortName> egressPorts = new TreeSet<>();
    private final Set<Peer.IpBlockPeer> blocks = new LinkedHashSet<>();

    private Mentions() {}

    static Mentions in(ClusterSnapshot cluster) {
        Mentions mentions = new Mentions();
        for (NetworkPolicy policy : cluster.policies()) {
            String namespace = policy.ref().namespace();
            policy.ingress().forEach(rule -> mentions.addPeers(namespace, rule));
            for (Rule rule : policy.egress()) {
                mentions.addPeers(namespace, rule);
                rule.ports().forEach(mentions::addEgressPort);
            }
        }
        return mentions;
    }

    private void addPeers(String policyNamespace, Rule rule) {
        for (Peer peer : rule.peers()) {
            switch (peer) {
                case Peer.IpBlockPeer block -> blocks.add(block);
                case Peer.PodPeer pods ->
                    podKeysByNamespace
                            .computeIfAbsent(policyNamespace, unused -> new HashSet<>())
                            .addAll(pods.pods().keys());
                case Peer.NamespacePeer namespaces -> {
                    namespaceKeys.addAll(namespaces.namespaces().keys());
                    podKeysAnywhere.addAll(namespaces.pods().keys());
                }
            }
        }
    }

    private void addEgressPort(PolicyPort port) {
        if (port.match() instanceof NamedPort named) {
            egressPorts.add(new PortName(named.name(), port.protocol()));
        }
    }

    Set<Peer.IpBlockPeer> blocks() {
        return blocks;
    }

    boolean ofNamespace(String key) {
        return namespaceKeys.contains(key);
    }

    boolean ofPod(String namespace, String key) {
        return podKeysAnywhere.contains(key)
                || podKeysByNamespace.getOrDefault(namespace, Set.of()).contains(key);
    }

    /** The names an egress rule may resolve on a peer. */
    Set<PortName> egressPorts() {
        return egressPorts;
    }
}
