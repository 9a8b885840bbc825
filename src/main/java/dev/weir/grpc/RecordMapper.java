package dev.weir.grpc;

import com.google.protobuf.Timestamp;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.PolicyRole;
import dev.weir.flow.Withheld;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.proto.v1.Peer;
import dev.weir.proto.v1.PolicyMatch;
import dev.weir.proto.v1.Record;
import java.time.Instant;
import java.util.List;

/** Records on their way up. Throws IllegalArgumentException on one that no daemon of this protocol writes. */
final class RecordMapper {
    private RecordMapper() {}

    static FlowRecord fromProto(Record message) {
        IpAddress source = IpAddress.ofBytes(message.getSourceAddress().toByteArray());
        IpAddress destination =
                IpAddress.ofBytes(message.getDestinationAddress().toByteArray());
        PolicyRole role = role(message);
        return new FlowRecord(
                message.getSequence(),
                instant(message.getTimestamp()),
                instant(message.hasLastTimestamp() ? message.getLastTimestamp() : message.getTimestamp()),
                message.getAllowed() ? Verdict.ALLOWED : Verdict.DENIED,
                ReportMapper.fromProto(message.getDirection()),
                new FlowRecord.Connection(
                        new Protocol(message.getProtocol()),
                        source,
                        message.getSourcePort(),
                        destination,
                        message.getDestinationPort()),
                peer(message.getSource(), source),
                peer(message.getDestination(), destination),
                policies(message, role).stream().map(RecordMapper::match).toList(),
                message.getCount(),
                message.getRevision(),
                message.getAllowed()
                        ? FlowRecord.Drop.NONE
                        : new FlowRecord.Drop(message.getDropReason(), message.getBytes()),
                role);
    }

    private static PolicyRole role(Record message) {
        if (!message.getAllowed()) {
            return PolicyRole.ISOLATING;
        }
        return message.getShadowCount() > 0 ? PolicyRole.SHADOWING : PolicyRole.ADMITTING;
    }

    private static List<PolicyMatch> policies(Record message, PolicyRole role) {
        return switch (role) {
            case ADMITTING -> message.getPoliciesList();
            case ISOLATING -> message.getIsolatedByList();
            case SHADOWING -> message.getShadowList();
        };
    }

    static Withheld withheld(Record message) {
        return new Withheld(
                message.getSequence(),
                instant(message.getTimestamp()),
                message.getWithheld().getNamespace(),
                message.getWithheld().getAllowed(),
                message.getWithheld().getDenied());
    }

    private static FlowRecord.PolicyMatch match(PolicyMatch match) {
        return new FlowRecord.PolicyMatch(
                match.getKind(), new PolicyRef(match.getNamespace(), match.getName()), match.getRulesList());
    }

    private static FlowPeer peer(Peer peer, IpAddress address) {
        return switch (peer.getWhoCase()) {
            case POD -> pod(peer.getPod());
            case NODE -> new FlowPeer.NodeEnd(peer.getNode());
            case INSTANCE -> new FlowPeer.AddressEnd(peer.getInstance());
            case WHO_NOT_SET -> new FlowPeer.AddressEnd(address.toString());
        };
    }

    private static FlowPeer pod(dev.weir.proto.v1.Workload pod) {
        Workload workload = pod.getName().isEmpty() ? null : new Workload(pod.getKind(), pod.getName());
        return new FlowPeer.PodEnd(new PodRef(pod.getNamespace(), pod.getPod()), workload, pod.getNode());
    }

    static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
