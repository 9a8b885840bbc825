package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the rules of all policies look at in a peer. Everything else about a peer makes no difference and splits no identity. */
final class Mentions {
    private final Counts<String> namespaceKeys = new Counts<>();
    private final Counts<String> podKeysAnywhere = new Counts<>();
    private final Counts<KeyIn> podKeys = new Counts<>();
    private final Counts<PortName> egressPorts = new Counts<>();
    private final Counts<Peer.IpBlockPeer> blocks = new Counts<>();

    /** A label key that rules of one namespace look at in their own pods. */
    record KeyIn(String namespace, String key) {}

    /** What is mentioned now and was not before, or the reverse. */
    record Change(
            Set<String> namespaceKeys,
            Set<String> podKeysAnywhere,
            Set<KeyIn> podKeys,
            Set<PortName> egressPorts,
            Set<Peer.IpBlockPeer> blocks) {

        /** Whether rules of any namespace see other labels or ports of these replicas. */
        boolean concerns(Replicas replicas) {
            return !Collections.disjoint(replicas.key().labels().keySet(), podKeysAnywhere)
                    || replicas.key().ports().stream()
                            .anyMatch(port -> egressPorts.contains(new PortName(port.name(), port.protocol())));
        }
    }

    void add(NetworkPolicy policy) {
        each(policy, Counts::add);
    }

    void remove(NetworkPolicy policy) {
        each(policy, Counts::remove);
    }

    Change takeChange() {
        return new Change(
                namespaceKeys.takeToggled(),
                podKeysAnywhere.takeToggled(),
                podKeys.takeToggled(),
                egressPorts.takeToggled(),
                blocks.takeToggled());
    }

    private void each(NetworkPolicy policy, Visit visit) {
        for (Direction direction : Direction.values()) {
            for (Rule rule : policy.rules(direction)) {
                rule.peers().forEach(peer -> eachOf(peer, policy.ref().namespace(), visit));
            }
        }
        for (Rule rule : policy.egress()) {
            rule.ports().forEach(port -> {
                if (port.match() instanceof NamedPort named) {
                    visit.count(egressPorts, new PortName(named.name(), port.protocol()));
                }
            });
        }
    }

    private void eachOf(Peer peer, String namespace, Visit visit) {
        switch (peer) {
            case Peer.IpBlockPeer block -> visit.count(blocks, block);
            case Peer.PodPeer own -> own.pods().keys().forEach(key -> visit.count(podKeys, new KeyIn(namespace, key)));
            case Peer.NamespacePeer wide -> {
                wide.namespaces().keys().forEach(key -> visit.count(namespaceKeys, key));
                wide.pods().keys().forEach(key -> visit.count(podKeysAnywhere, key));
            }
        }
    }

    private interface Visit {
        <T> void count(Counts<T> counts, T thing);
    }

    boolean mentions(Peer.IpBlockPeer block) {
        return blocks.contains(block);
    }

    /** The names an egress rule may resolve on a peer. */
    Set<PortName> egressPorts() {
        return egressPorts.all();
    }

    Map<String, String> ofNamespace(Map<String, String> labels) {
        return kept(labels, namespaceKeys::contains);
    }

    Map<String, String> ofPod(String namespace, Map<String, String> labels) {
        return kept(labels, key -> podKeysAnywhere.contains(key) || podKeys.contains(new KeyIn(namespace, key)));
    }

    /** The labels themselves when all are mentioned, as is the rule: then nothing is copied. */
    private static Map<String, String> kept(Map<String, String> labels, Predicate<String> mentioned) {
        if (labels.keySet().stream().allMatch(mentioned)) {
            return labels;
        }
        TreeMap<String, String> kept = new TreeMap<>(labels);
        kept.keySet().removeIf(mentioned.negate());
        return Collections.unmodifiableMap(kept);
    }
}
