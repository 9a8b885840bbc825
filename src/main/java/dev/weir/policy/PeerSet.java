package dev.weir.policy;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Peer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The identities that a peer of some rule matches, kept up to date. Rules with an equal peer share one. */
final class PeerSet {
    private final Key key;
    private final Set<Identity> members = new HashSet<>(4);
    private final Set<Side> users = new HashSet<>(2);
    private int rules;

    /** @param namespace of the policy, where it makes a difference: for pods of its own namespace */
    record Key(String namespace, Peer peer) {
        static Key of(Peer peer, String policyNamespace) {
            return new Key(peer instanceof Peer.PodPeer ? policyNamespace : "", peer);
        }

        /** Whether pods with these labels in that namespace belong to it by their labels; to an ipBlock nobody does. */
        boolean matches(String podNamespace, Map<String, String> podLabels, Map<String, String> namespaceLabels) {
            return switch (peer) {
                case Peer.IpBlockPeer block -> false;
                case Peer.PodPeer own ->
                    podNamespace.equals(namespace) && own.pods().matches(podLabels);
                case Peer.NamespacePeer wide ->
                    wide.namespaces().matches(namespaceLabels) && wide.pods().matches(podLabels);
            };
        }

        /** Over pods, or over pods and their namespaces; ipBlocks have none. */
        List<LabelSelector> selectors() {
            return switch (peer) {
                case Peer.IpBlockPeer block -> List.of();
                case Peer.PodPeer own -> List.of(own.pods());
                case Peer.NamespacePeer wide -> List.of(wide.pods(), wide.namespaces());
            };
        }
    }

    PeerSet(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    Set<Identity> members() {
        return members;
    }

    /** The sides of subjects in whose rules it occurs. */
    Set<Side> users() {
        return users;
    }

    int rules() {
        return rules;
    }

    void countRules(int more) {
        rules += more;
    }

    void admit(Identity identity) {
        if (members.add(identity)) {
            identity.memberOf().add(this);
        }
    }

    void dismissAll() {
        members.forEach(identity -> identity.memberOf().remove(this));
        members.clear();
    }
}
