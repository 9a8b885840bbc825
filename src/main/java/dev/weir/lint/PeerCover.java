package dev.weir.lint;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.cluster.Peer.NamespacePeer;
import dev.weir.cluster.Peer.PodPeer;
import dev.weir.net.IpPrefix;
import java.util.List;

/**
 * Whether one peer means nobody whom another one does not mean, whatever pods and addresses there are. For peers of policies in one
 * namespace. An answer "yes" is a proof; what depends on the cluster of the moment is a "no".
 */
final class PeerCover {
    private static final List<IpPrefix> ALL = List.of(IpPrefix.parse("0.0.0.0/0"), IpPrefix.parse("::/0"));

    private PeerCover() {}

    static boolean within(Peer one, Peer other) {
        if (isImpossible(one)) {
            return true;
        }
        return switch (one) {
            case PodPeer(LabelSelector pods) ->
                switch (other) {
                    case PodPeer(LabelSelector wider) -> implies(pods, wider);
                    // The policy's own namespace can have any labels.
                    case NamespacePeer(LabelSelector namespaces, LabelSelector wider) ->
                        namespaces.isEverything() && implies(pods, wider);
                    case IpBlockPeer block -> false;
                };
            case NamespacePeer(LabelSelector namespaces, LabelSelector pods) ->
                other instanceof NamespacePeer(LabelSelector wider, LabelSelector widerPods)
                        && implies(namespaces, wider)
                        && implies(pods, widerPods);
            case IpBlockPeer block -> other instanceof IpBlockPeer wider && Ranges.within(block, wider);
        };
    }

    private static boolean implies(LabelSelector one, LabelSelector other) {
        return LabelSets.of(one).implies(LabelSets.of(other));
    }

    /** Whether it can mean nobody, ever. */
    static boolean isImpossible(Peer peer) {
        return switch (peer) {
            case PodPeer(LabelSelector pods) -> LabelSets.of(pods).isImpossible();
            case NamespacePeer(LabelSelector namespaces, LabelSelector pods) ->
                LabelSets.of(namespaces).isImpossible() || LabelSets.of(pods).isImpossible();
            case IpBlockPeer block -> Ranges.isEmpty(block);
        };
    }

    /** Whether these peers mean everyone, as no peers at all do. */
    static boolean isEveryone(List<Peer> peers) {
        return peers.isEmpty()
                || ALL.stream()
                        .allMatch(all -> peers.stream()
                                .anyMatch(peer -> peer instanceof IpBlockPeer block
                                        && block.block().equals(all)
                                        && block.except().isEmpty()));
    }
}
