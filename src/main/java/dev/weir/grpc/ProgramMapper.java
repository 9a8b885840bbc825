package dev.weir.grpc;

import com.google.protobuf.ByteString;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.program.Cookie;
import dev.weir.program.EndpointProgram;
import dev.weir.program.IdentityEntry;
import dev.weir.program.IsolationMode;
import dev.weir.program.LoggingSettings;
import dev.weir.program.PodName;
import dev.weir.program.PolicyName;
import dev.weir.program.SubjectProgram;
import dev.weir.program.SubjectSide;
import dev.weir.proto.v1.ClassVerdict;
import dev.weir.proto.v1.Endpoint;
import dev.weir.proto.v1.IdentityKind;
import dev.weir.proto.v1.PeerClass;
import dev.weir.proto.v1.PodRef;
import dev.weir.proto.v1.PolicyMatch;
import dev.weir.proto.v1.PortClass;
import dev.weir.proto.v1.Prefix;
import dev.weir.proto.v1.Subject;
import dev.weir.proto.v1.Workload;

/** Programs on their way down. */
final class ProgramMapper {
    private ProgramMapper() {}

    static Endpoint toProto(EndpointProgram endpoint) {
        Endpoint.Builder message = Endpoint.newBuilder()
                .setPod(toProto(endpoint.pod()))
                .setUid(endpoint.uid())
                .setSubject(endpoint.subject());
        endpoint.addresses().forEach(address -> message.addAddresses(toProto(address)));
        return message.build();
    }

    static Subject toProto(SubjectProgram subject) {
        return Subject.newBuilder()
                .setFingerprint(subject.fingerprint())
                .setIngress(toProto(subject.ingress()))
                .setEgress(toProto(subject.egress()))
                .build();
    }

    private static dev.weir.proto.v1.SubjectSide toProto(SubjectSide side) {
        dev.weir.proto.v1.SubjectSide.Builder message = dev.weir.proto.v1.SubjectSide.newBuilder()
                .setIsolated(side.mode() == IsolationMode.ENFORCED)
                .setShadow(side.mode() == IsolationMode.SHADOW)
                .setIsolationCookie(side.isolationCookie())
                .setDefaultPodClass(side.defaultPodClass())
                .setDefaultOutsideClass(side.defaultOutsideClass());
        side.peerClasses()
                .forEach(entry -> message.addPeerClasses(
                        PeerClass.newBuilder().setIdentity(entry.identity()).setClass_(entry.peerClass())));
        side.portClasses()
                .forEach(entry -> message.addPortClasses(PortClass.newBuilder()
                        .setProtocol(entry.prefix().protocol())
                        .setPort(entry.prefix().port())
                        .setPrefixLength(entry.prefix().length())
                        .setClass_(entry.portClass())));
        side.verdicts()
                .forEach(entry -> message.addVerdicts(ClassVerdict.newBuilder()
                        .setPeerClass(entry.peerClass())
                        .setPortClass(entry.portClass())
                        .setCookie(entry.cookie())));
        return message.build();
    }

    static dev.weir.proto.v1.IdentityEntry toProto(IdentityEntry entry) {
        dev.weir.proto.v1.IdentityEntry.Builder message = dev.weir.proto.v1.IdentityEntry.newBuilder()
                .setPrefix(toProto(entry.prefix()))
                .setIdentity(entry.identity())
                .setKind(
                        switch (entry.kind()) {
                            case POD -> IdentityKind.IDENTITY_KIND_POD;
                            case OUTSIDE -> IdentityKind.IDENTITY_KIND_OUTSIDE;
                            case NODE -> IdentityKind.IDENTITY_KIND_NODE;
                        });
        IdentityEntry.Owner owner = entry.owner();
        if (!owner.equals(IdentityEntry.Owner.NONE)) {
            message.setWorkload(Workload.newBuilder()
                    .setNamespace(owner.namespace())
                    .setPod(owner.pod())
                    .setKind(owner.kind())
                    .setName(owner.name())
                    .setNode(owner.node()));
        }
        return message.build();
    }

    static dev.weir.proto.v1.Cookie toProto(Cookie cookie) {
        dev.weir.proto.v1.Cookie.Builder message = dev.weir.proto.v1.Cookie.newBuilder()
                .setFingerprint(cookie.fingerprint())
                .setDirection(toProto(cookie.direction()));
        cookie.policies()
                .forEach(match -> message.addPolicies(PolicyMatch.newBuilder()
                        .setKind(match.kind())
                        .setNamespace(match.namespace())
                        .setName(match.name())
                        .addAllRules(match.rules())
                        .setContent(match.content())));
        return message.build();
    }

    static dev.weir.proto.v1.LoggingSettings toProto(LoggingSettings logging) {
        dev.weir.proto.v1.LoggingSettings.Builder message = dev.weir.proto.v1.LoggingSettings.newBuilder()
                .setAllowLog(logging.allowLog())
                .setAllowDelegate(logging.allowDelegate())
                .setDenyLog(logging.denyLog())
                .setDenyDelegate(logging.denyDelegate())
                .addAllDenyNamespaces(logging.denyNamespaces())
                .setGeneration(logging.version().generation())
                .setResourceVersion(logging.version().resourceVersion());
        logging.allowPolicies().forEach(policy -> message.addAllowPolicies(toProto(policy)));
        return message.build();
    }

    static PodRef toProto(PodName pod) {
        return PodRef.newBuilder()
                .setNamespace(pod.namespace())
                .setName(pod.name())
                .build();
    }

    private static PodRef toProto(PolicyName policy) {
        return PodRef.newBuilder()
                .setNamespace(policy.namespace())
                .setName(policy.name())
                .build();
    }

    static dev.weir.proto.v1.IdentityEntry removed(IpPrefix prefix) {
        return dev.weir.proto.v1.IdentityEntry.newBuilder()
                .setPrefix(toProto(prefix))
                .setRemoved(true)
                .build();
    }

    private static Prefix toProto(IpPrefix prefix) {
        return Prefix.newBuilder()
                .setAddress(toProto(prefix.address()))
                .setLength(prefix.length())
                .build();
    }

    private static ByteString toProto(IpAddress address) {
        return ByteString.copyFrom(address.toBytes());
    }

    private static dev.weir.proto.v1.Direction toProto(Direction direction) {
        return direction == Direction.INGRESS
                ? dev.weir.proto.v1.Direction.DIRECTION_INGRESS
                : dev.weir.proto.v1.Direction.DIRECTION_EGRESS;
    }
}
