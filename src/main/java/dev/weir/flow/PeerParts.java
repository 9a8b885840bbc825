package dev.weir.flow;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.Workload;
import dev.weir.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection laid out flat, as in GKE's records: what does not apply is null.
 *
 * @param node for a pod, where it ran; for a node, the node itself
 * @param instance the address of whatever is not a pod
 */
public record PeerParts(
        @Nullable String pod,
        @Nullable String namespace,
        @Nullable String workloadKind,
        @Nullable String workloadName,
        @Nullable String node,
        @Nullable String instance) {

    public static PeerParts ofSource(FlowRecord flow) {
        return of(flow.source(), flow.connection().source());
    }

    public static PeerParts ofDestination(FlowRecord flow) {
        return of(flow.destination(), flow.connection().destination());
    }

    public static PeerParts of(FlowPeer peer, IpAddress address) {
        return switch (peer) {
            case FlowPeer.PodEnd end ->
                new PeerParts(
                        end.pod().name(),
                        end.pod().namespace(),
                        end.workload() == null ? null : end.workload().kind(),
                        end.workload() == null ? null : end.workload().name(),
                        end.node().isEmpty() ? null : end.node(),
                        null);
            case FlowPeer.NodeEnd end -> new PeerParts(null, null, null, null, end.node(), address.toString());
            case FlowPeer.HiddenEnd hidden -> new PeerParts(null, null, null, null, null, null);
            case FlowPeer.AddressEnd end -> new PeerParts(null, null, null, null, null, end.instance());
        };
    }

    /** The end that was laid out. */
    public FlowPeer peer() {
        if (pod != null && namespace != null) {
            Workload workload =
                    workloadKind == null || workloadName == null ? null : new Workload(workloadKind, workloadName);
            return new FlowPeer.PodEnd(new PodRef(namespace, pod), workload, node == null ? "" : node);
        }
        if (node != null) {
            return new FlowPeer.NodeEnd(node);
        }
        return new FlowPeer.AddressEnd(instance == null ? "" : instance);
    }
}
