package dev.weir.alert;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.store.RecordStore;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Clock;
import java.util.List;

/** Writes records into a store, as of now. */
final class AlertTraffic {
    private final RecordStore store;
    private final Clock clock;
    private long sequence;

    AlertTraffic(RecordStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A pod of a Deployment of shop opens a connection to an address. */
    void egress(String workload, String address) {
        egress(workload, address, Verdict.ALLOWED);
    }

    void egress(String workload, String address, Verdict verdict) {
        write(
                verdict,
                Direction.EGRESS,
                pod(workload),
                "10.244.1.7",
                new FlowPeer.AddressEnd(address),
                address,
                443,
                1);
    }

    void egressToNode(String workload, String address) {
        write(
                Verdict.ALLOWED,
                Direction.EGRESS,
                pod(workload),
                "10.244.1.7",
                new FlowPeer.NodeEnd("node-2"),
                address,
                443,
                1);
    }

    /** Packets of a bare pod, not admitted at the pod of a Deployment. */
    void denied(String source, String target, int port, long packets) {
        write(
                Verdict.DENIED,
                Direction.INGRESS,
                new FlowPeer.PodEnd(new PodRef("default", source), null, "node-1"),
                "10.244.1." + (source.hashCode() & 127),
                pod(target),
                "10.244.2." + (target.hashCode() & 127),
                port,
                packets);
    }

    private static FlowPeer pod(String workload) {
        return new FlowPeer.PodEnd(
                new PodRef("shop", workload + "-6d4-x2"), new Workload("Deployment", workload), "node-1");
    }

    private void write(
            Verdict verdict,
            Direction direction,
            FlowPeer source,
            String from,
            FlowPeer destination,
            String to,
            int port,
            long count) {
        store.append(
                "node-1",
                1,
                List.of(new FlowRecord(
                        ++sequence,
                        clock.instant(),
                        clock.instant(),
                        verdict,
                        direction,
                        new Connection(Protocol.TCP, IpAddress.parse(from), 40_000, IpAddress.parse(to), port),
                        source,
                        destination,
                        List.of(new PolicyMatch("NetworkPolicy", new PolicyRef("shop", "web"), List.of())),
                        count,
                        1)));
    }
}
