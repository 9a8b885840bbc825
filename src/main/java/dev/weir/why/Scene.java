package dev.weir.why;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.history.HistoryScope;
import dev.weir.net.IpAddress;
import dev.weir.policy.Packet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record's two ends put into a cluster: its pods have the addresses that the record says, whoever has them at other times. */
record Scene(FlowRecord flow, ClusterSnapshot cluster) {

    /** What of a cluster concerns a record. */
    static HistoryScope scope(FlowRecord flow) {
        Set<String> namespaces = new HashSet<>();
        Set<PodRef> pods = new HashSet<>();
        for (FlowPeer peer : List.of(flow.source(), flow.destination())) {
            if (peer instanceof FlowPeer.PodEnd end) {
                namespaces.add(end.pod().namespace());
                pods.add(end.pod());
            }
        }
        return new HistoryScope(namespaces, pods);
    }

    static Scene of(FlowRecord flow, ClusterContents contents) {
        List<Pod> pods = new ArrayList<>();
        contents.pods().stream().map(pod -> placed(pod, flow)).forEach(pods::add);
        return new Scene(
                flow,
                ClusterSnapshot.of(
                        1,
                        new ClusterContents(
                                contents.namespaces(),
                                contents.nodes(),
                                pods,
                                contents.policies(),
                                contents.declaredLogging(),
                                contents.logging())));
    }

    private static Pod placed(Pod pod, FlowRecord flow) {
        List<IpAddress> addresses = new ArrayList<>();
        if (isOf(flow.source(), pod.ref())) {
            addresses.add(flow.connection().source());
        }
        if (isOf(flow.destination(), pod.ref())) {
            addresses.add(flow.connection().destination());
        }
        return new Pod(
                pod.ref(),
                pod.uid(),
                pod.labels(),
                pod.node(),
                addresses,
                pod.hostNetwork(),
                pod.phase(),
                pod.ready(),
                pod.workload(),
                pod.ports());
    }

    private static boolean isOf(FlowPeer peer, PodRef ref) {
        return peer instanceof FlowPeer.PodEnd end && end.pod().equals(ref);
    }

    /** The pods of the record that this cluster does not know. */
    List<PodRef> missingPods() {
        return scope(flow).pods().stream()
                .filter(ref -> cluster.pod(ref) == null)
                .sorted()
                .toList();
    }

    /** Whether an end is a pod of which this cluster, or this reader, does not know what would decide. */
    boolean isUnknown(FlowPeer peer) {
        return peer instanceof FlowPeer.HiddenEnd || (peer instanceof FlowPeer.PodEnd && pod(peer) == null);
    }

    boolean hasHiddenEnd() {
        return flow.source() instanceof FlowPeer.HiddenEnd || flow.destination() instanceof FlowPeer.HiddenEnd;
    }

    /** Null when the end is no pod, or one that is not known. */
    @Nullable
    Pod pod(FlowPeer peer) {
        return peer instanceof FlowPeer.PodEnd end ? cluster.pod(end.pod()) : null;
    }

    Packet packet() {
        FlowRecord.Connection connection = flow.connection();
        return new Packet(
                connection.source(), connection.destination(), connection.protocol(), connection.destinationPort());
    }
}
