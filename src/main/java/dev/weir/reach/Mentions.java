package dev.weir.reach;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Rule;
import dev.weir.net.IpPrefix;
import java.util.HashSet;
import java.util.Set;

/** What policies look at in pods: keys of labels, and ranges of addresses. */
final class Mentions {
    private final Set<String> keys = new HashSet<>();
    private final Set<IpPrefix> ranges = new HashSet<>();

    static Mentions of(ClusterSnapshot... snapshots) {
        Mentions mentions = new Mentions();
        for (ClusterSnapshot snapshot : snapshots) {
            snapshot.policies().forEach(mentions::add);
        }
        return mentions;
    }

    void add(NetworkPolicy policy) {
        keys.addAll(policy.podSelector().keys());
        policy.ingress().forEach(this::add);
        policy.egress().forEach(this::add);
    }

    private void add(Rule rule) {
        rule.peers().forEach(this::add);
    }

    private void add(Peer peer) {
        switch (peer) {
            case Peer.PodPeer pods -> keys.addAll(pods.pods().keys());
            case Peer.NamespacePeer namespaces -> keys.addAll(namespaces.pods().keys());
            case Peer.IpBlockPeer block -> {
                ranges.add(block.block());
                ranges.addAll(block.except());
            }
        }
    }

    boolean contain(Mentions others) {
        return keys.containsAll(others.keys) && ranges.containsAll(others.ranges);
    }

    Mentions plus(Mentions others) {
        Mentions both = new Mentions();
        both.keys.addAll(keys);
        both.keys.addAll(others.keys);
        both.ranges.addAll(ranges);
        both.ranges.addAll(others.ranges);
        return both;
    }

    Set<String> keys() {
        return keys;
    }

    Set<IpPrefix> ranges() {
        return ranges;
    }
}
