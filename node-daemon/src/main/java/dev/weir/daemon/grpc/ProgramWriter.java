package dev.weir.daemon.grpc;

import com.google.protobuf.ByteString;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.EndpointProgram;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.Subject;
import dev.weir.daemon.program.SubjectSide;
import dev.weir.daemon.program.SubjectSide.ClassPair;
import dev.weir.daemon.program.Workload;
import dev.weir.proto.v1.ClassVerdict;
import dev.weir.proto.v1.Direction;
import dev.weir.proto.v1.EnforcementSettings;
import dev.weir.proto.v1.IdentityKind;
import dev.weir.proto.v1.PeerClass;
import dev.weir.proto.v1.PortClass;
import dev.weir.proto.v1.Prefix;
import dev.weir.proto.v1.ProgramUpdate;

/** A change as it travels: the other way round from {@link ProgramMapper}, for the daemon's own file. */
final class ProgramWriter {
    private ProgramWriter() {}

    static ProgramUpdate update(ProgramChange change) {
        var update = ProgramUpdate.newBuilder()
                .setSession(change.stamp().session())
                .setRevision(change.stamp().revision())
                .setBaseRevision(change.base());
        if (change.logging() != null) {
            update.setLogging(logging(change.logging()));
        }
        if (change.enforcement() != null) {
            update.setEnforcement(EnforcementSettings.newBuilder()
                    .setKeepEstablished(change.enforcement().keepEstablished()));
        }
        var content = change.content();
        content.endpoints().put().forEach(endpoint -> update.addEndpoints(endpoint(endpoint)));
        content.endpoints().removed().forEach(pod -> update.addRemovedEndpoints(pod(pod)));
        content.subjects().put().forEach(subject -> update.addSubjects(subject(subject)));
        content.subjects().removed().forEach(update::addRemovedSubjects);
        content.identities().put().forEach(entry -> update.addIdentities(identity(entry)));
        content.identities()
                .removed()
                .forEach(prefix -> update.addIdentities(dev.weir.proto.v1.IdentityEntry.newBuilder()
                        .setPrefix(prefix(prefix))
                        .setRemoved(true)));
        content.cookies().put().forEach(cookie -> update.addCookies(cookie(cookie)));
        content.cookies().removed().forEach(update::addRemovedCookies);
        return update.build();
    }

    static dev.weir.proto.v1.PodRef pod(PodRef pod) {
        return dev.weir.proto.v1.PodRef.newBuilder()
                .setNamespace(pod.namespace())
                .setName(pod.name())
                .build();
    }

    static ByteString bytes(Address address) {
        return ByteString.copyFrom(address.wireBytes());
    }

    private static dev.weir.proto.v1.Endpoint endpoint(EndpointProgram endpoint) {
        return dev.weir.proto.v1.Endpoint.newBuilder()
                .setPod(pod(endpoint.pod()))
                .setUid(endpoint.uid())
                .addAllAddresses(
                        endpoint.addresses().stream().map(ProgramWriter::bytes).toList())
                .setSubject(endpoint.subject())
                .build();
    }

    private static dev.weir.proto.v1.Subject subject(Subject subject) {
        return dev.weir.proto.v1.Subject.newBuilder()
                .setFingerprint(subject.fingerprint())
                .setIngress(side(subject.ingress()))
                .setEgress(side(subject.egress()))
                .build();
    }

    private static dev.weir.proto.v1.SubjectSide side(SubjectSide side) {
        var out = dev.weir.proto.v1.SubjectSide.newBuilder()
                .setIsolated(side.isolation().mode() == IsolationMode.ENFORCED)
                .setShadow(side.isolation().mode() == IsolationMode.SHADOW)
                .setIsolationCookie(side.isolation().cookie())
                .setDefaultPodClass(side.isolation().defaultPodClass())
                .setDefaultOutsideClass(side.isolation().defaultOutsideClass());
        side.peerClasses()
                .forEach((identity, peerClass) -> out.addPeerClasses(
                        PeerClass.newBuilder().setIdentity(identity).setClass_(peerClass)));
        side.portClasses().forEach((ports, portClass) -> out.addPortClasses(portClass(ports, portClass)));
        side.verdicts().forEach((pair, cookie) -> out.addVerdicts(verdict(pair, cookie)));
        return out.build();
    }

    static PortClass portClass(PortPrefix ports, long portClass) {
        return PortClass.newBuilder()
                .setProtocol(ports.protocol())
                .setPort(ports.port())
                .setPrefixLength(ports.length())
                .setClass_(portClass)
                .build();
    }

    static ClassVerdict verdict(ClassPair pair, long cookie) {
        return ClassVerdict.newBuilder()
                .setPeerClass(pair.peerClass())
                .setPortClass(pair.portClass())
                .setCookie(cookie)
                .build();
    }

    private static dev.weir.proto.v1.IdentityEntry identity(IdentityEntry entry) {
        var out = dev.weir.proto.v1.IdentityEntry.newBuilder()
                .setPrefix(prefix(entry.prefix()))
                .setIdentity(entry.identity())
                .setKind(kind(entry.kind()));
        if (entry.workload() != null) {
            out.setWorkload(workload(entry.workload()));
        }
        return out.build();
    }

    static IdentityKind kind(dev.weir.daemon.program.IdentityKind kind) {
        return switch (kind) {
            case POD -> IdentityKind.IDENTITY_KIND_POD;
            case OUTSIDE -> IdentityKind.IDENTITY_KIND_OUTSIDE;
            case NODE -> IdentityKind.IDENTITY_KIND_NODE;
        };
    }

    private static Prefix prefix(dev.weir.daemon.net.Prefix prefix) {
        return Prefix.newBuilder()
                .setAddress(bytes(prefix.address()))
                .setLength(prefix.cidrLength())
                .build();
    }

    static dev.weir.proto.v1.Workload workload(Workload workload) {
        return dev.weir.proto.v1.Workload.newBuilder()
                .setNamespace(workload.namespace())
                .setPod(workload.pod())
                .setKind(workload.kind())
                .setName(workload.name())
                .setNode(workload.node())
                .build();
    }

    static dev.weir.proto.v1.Cookie cookie(Cookie cookie) {
        return dev.weir.proto.v1.Cookie.newBuilder()
                .setFingerprint(cookie.fingerprint())
                .setDirection(direction(cookie.direction()))
                .addAllPolicies(cookie.policies().stream()
                        .map(ProgramWriter::withContent)
                        .toList())
                .build();
    }

    static Direction direction(dev.weir.daemon.net.Direction direction) {
        return switch (direction) {
            case INGRESS -> Direction.DIRECTION_INGRESS;
            case EGRESS -> Direction.DIRECTION_EGRESS;
        };
    }

    private static dev.weir.proto.v1.PolicyMatch withContent(PolicyMatch match) {
        return match(match).toBuilder().setContent(match.content()).build();
    }

    /** As records name it. */
    static dev.weir.proto.v1.PolicyMatch match(PolicyMatch match) {
        return dev.weir.proto.v1.PolicyMatch.newBuilder()
                .setKind(match.kind())
                .setNamespace(match.namespace())
                .setName(match.name())
                .addAllRules(match.rules())
                .build();
    }

    private static dev.weir.proto.v1.LoggingSettings logging(LoggingSettings logging) {
        var out = dev.weir.proto.v1.LoggingSettings.newBuilder()
                .setAllowLog(logging.allow().log())
                .setAllowDelegate(logging.allow().delegate())
                .setDenyLog(logging.deny().log())
                .setDenyDelegate(logging.deny().delegate())
                .addAllDenyNamespaces(logging.denyNamespaces())
                .setGeneration(logging.version().generation())
                .setResourceVersion(logging.version().resourceVersion());
        var rejected = logging.rejected();
        if (rejected != null) {
            out.setRejected(dev.weir.proto.v1.RejectedLogging.newBuilder()
                    .setGeneration(rejected.version().generation())
                    .setResourceVersion(rejected.version().resourceVersion())
                    .setReason(rejected.reason()));
        }
        logging.allowPolicies()
                .forEach(ref -> out.addAllowPolicies(dev.weir.proto.v1.PodRef.newBuilder()
                        .setNamespace(ref.namespace())
                        .setName(ref.name())));
        return out.build();
    }
}
