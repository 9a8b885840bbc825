package dev.weir.daemon.grpc;

import dev.weir.daemon.datapath.EndpointReading;
import dev.weir.daemon.datapath.EndpointReading.Side;
import dev.weir.daemon.datapath.EndpointReading.SubjectInMaps;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.proto.v1.EndpointRow;
import dev.weir.proto.v1.IdentityCheck;
import dev.weir.proto.v1.PeerClassInMaps;
import dev.weir.proto.v1.ReadEndpoint;
import dev.weir.proto.v1.SideInMaps;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was read of a pod, as it travels. */
final class ReadingMapper {
    /** Whatever a server asks for: an answer of so many entries stays below the size of a message. */
    private static final int MOST_ENTRIES = 20_000;

    private ReadingMapper() {}

    /** @throws IllegalArgumentException when one has neither 4 nor 16 bytes */
    static Set<Address> addresses(ReadEndpoint question) {
        return question.getAddressesList().stream()
                .map(bytes -> Address.of(bytes.toByteArray()))
                .collect(Collectors.toSet());
    }

    static int most(ReadEndpoint question) {
        return Math.clamp(Integer.toUnsignedLong(question.getMaxEntries()), 0, MOST_ENTRIES);
    }

    static dev.weir.proto.v1.EndpointReading problem(ReadEndpoint question, @Nullable Throwable failure) {
        return dev.weir.proto.v1.EndpointReading.newBuilder()
                .setId(question.getId())
                .setProblem(String.valueOf(failure))
                .build();
    }

    static dev.weir.proto.v1.EndpointReading reading(ReadEndpoint question, EndpointReading reading) {
        var out = dev.weir.proto.v1.EndpointReading.newBuilder()
                .setId(question.getId())
                .setRevision(reading.revision())
                .addAllUnnamed(reading.rest().unnamed())
                .setLeftOut(reading.rest().leftOut())
                .setIdentities(IdentityCheck.newBuilder()
                        .setEntries(reading.identities().entries())
                        .setMissing(reading.identities().missing())
                        .addAllDifferences(reading.identities().differences()));
        reading.rows().forEach(row -> out.addRows(row(row)));
        reading.subjects().forEach(subject -> out.addSubjects(subject(subject)));
        return out.build();
    }

    private static EndpointRow row(EndpointReading.Row row) {
        return EndpointRow.newBuilder()
                .setAddress(ProgramWriter.bytes(row.address()))
                .setInterface(row.interfaceName())
                .setSubject(row.subject())
                .setRevision(row.revision())
                .build();
    }

    private static dev.weir.proto.v1.SubjectInMaps subject(SubjectInMaps subject) {
        return dev.weir.proto.v1.SubjectInMaps.newBuilder()
                .setFingerprint(subject.fingerprint())
                .setIngress(side(subject.ingress()))
                .setEgress(side(subject.egress()))
                .build();
    }

    private static SideInMaps side(Side side) {
        var isolation = side.isolation();
        var out = SideInMaps.newBuilder()
                .setIsolated(isolation.mode() == IsolationMode.ENFORCED)
                .setShadow(isolation.mode() == IsolationMode.SHADOW)
                .setIsolationCookie(isolation.cookie())
                .setDefaultPodClass(isolation.defaultPodClass())
                .setDefaultOutsideClass(isolation.defaultOutsideClass());
        side.peers()
                .forEach((peer, peerClass) -> out.addPeerClasses(PeerClassInMaps.newBuilder()
                        .setIdentity(peer.identity())
                        .setKind(ProgramWriter.kind(peer.kind()))
                        .setClass_(peerClass)));
        side.ports().forEach((ports, portClass) -> out.addPortClasses(ProgramWriter.portClass(ports, portClass)));
        side.verdicts().forEach((pair, cookie) -> out.addVerdicts(ProgramWriter.verdict(pair, cookie)));
        return out.build();
    }
}
