package dev.weir.grpc;

import dev.weir.net.IpAddress;
import dev.weir.nodes.EndpointReading;
import dev.weir.program.IdentityKind;
import dev.weir.program.IsolationMode;
import dev.weir.program.SubjectSide.TransportPrefix;
import dev.weir.proto.v1.EndpointRow;
import dev.weir.proto.v1.PeerClassInMaps;
import dev.weir.proto.v1.SideInMaps;
import dev.weir.proto.v1.SubjectInMaps;
import java.util.HashMap;
import java.util.Map;

/** What a daemon read from its maps, on its way up. */
final class ReadingMapper {
    private ReadingMapper() {}

    static EndpointReading fromProto(dev.weir.proto.v1.EndpointReading reading) {
        return new EndpointReading(
                reading.getRevision(),
                reading.getRowsList().stream().map(ReadingMapper::fromProto).toList(),
                reading.getSubjectsList().stream().map(ReadingMapper::fromProto).toList(),
                new EndpointReading.IdentityCheck(
                        reading.getIdentities().getEntries(),
                        reading.getIdentities().getMissing(),
                        reading.getIdentities().getDifferencesList()),
                new EndpointReading.Rest(reading.getUnnamedList(), reading.getLeftOut()));
    }

    private static EndpointReading.Row fromProto(EndpointRow row) {
        return new EndpointReading.Row(
                IpAddress.ofBytes(row.getAddress().toByteArray()), row.getInterface(), row.getSubject());
    }

    private static EndpointReading.SubjectInMaps fromProto(SubjectInMaps subject) {
        return new EndpointReading.SubjectInMaps(
                subject.getFingerprint(), fromProto(subject.getIngress()), fromProto(subject.getEgress()));
    }

    private static EndpointReading.Side fromProto(SideInMaps side) {
        Map<EndpointReading.Peer, Long> peers = new HashMap<>();
        side.getPeerClassesList().forEach(entry -> peers.put(peer(entry), entry.getClass_()));
        Map<TransportPrefix, Long> ports = new HashMap<>();
        side.getPortClassesList()
                .forEach(entry -> ports.put(
                        new TransportPrefix(entry.getProtocol(), entry.getPort(), entry.getPrefixLength()),
                        entry.getClass_()));
        Map<EndpointReading.Classes, Long> verdicts = new HashMap<>();
        side.getVerdictsList()
                .forEach(entry -> verdicts.put(
                        new EndpointReading.Classes(entry.getPeerClass(), entry.getPortClass()), entry.getCookie()));
        return new EndpointReading.Side(isolation(side), peers, ports, verdicts);
    }

    private static EndpointReading.Isolation isolation(SideInMaps side) {
        return new EndpointReading.Isolation(
                side.getIsolated()
                        ? IsolationMode.ENFORCED
                        : side.getShadow() ? IsolationMode.SHADOW : IsolationMode.NONE,
                side.getIsolationCookie(),
                side.getDefaultPodClass(),
                side.getDefaultOutsideClass());
    }

    private static EndpointReading.Peer peer(PeerClassInMaps entry) {
        return new EndpointReading.Peer(
                entry.getIdentity(),
                switch (entry.getKind()) {
                    case IDENTITY_KIND_POD -> IdentityKind.POD;
                    case IDENTITY_KIND_OUTSIDE -> IdentityKind.OUTSIDE;
                    case IDENTITY_KIND_NODE -> IdentityKind.NODE;
                    case IDENTITY_KIND_UNSPECIFIED, UNRECOGNIZED ->
                        throw new IllegalArgumentException("an identity has no known kind");
                });
    }
}
