package dev.weir.daemon.testing;

import com.google.protobuf.ByteString;
import dev.weir.daemon.net.Address;
import dev.weir.proto.v1.ClassVerdict;
import dev.weir.proto.v1.Cookie;
import dev.weir.proto.v1.Direction;
import dev.weir.proto.v1.Endpoint;
import dev.weir.proto.v1.IdentityEntry;
import dev.weir.proto.v1.IdentityKind;
import dev.weir.proto.v1.LoggingSettings;
import dev.weir.proto.v1.PeerClass;
import dev.weir.proto.v1.PodRef;
import dev.weir.proto.v1.PolicyMatch;
import dev.weir.proto.v1.PortClass;
import dev.weir.proto.v1.Prefix;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.Subject;
import dev.weir.proto.v1.SubjectSide;
import dev.weir.proto.v1.Workload;
import java.util.Arrays;

/** What a server would send, in a few words. */
public final class Updates {
    public static final long SESSION = 0x5e55;
    public static final long OPEN = 1;
    public static final long DEFAULT_DENY = 2;
    public static final long FROM_CLIENT = 3;
    public static final long ISOLATION_COOKIE = 20;
    public static final long ADMISSION_COOKIE = 21;
    private static final long PEERS = 30;
    private static final long PORTS = 31;

    private Updates() {}

    public static ProgramUpdate.Builder snapshot(long revision) {
        return ProgramUpdate.newBuilder()
                .setSession(SESSION)
                .setRevision(revision)
                .setLogging(LoggingSettings.newBuilder().setAllowLog(true).setDenyLog(true));
    }

    public static ProgramUpdate.Builder delta(long base, long revision) {
        return ProgramUpdate.newBuilder()
                .setSession(SESSION)
                .setBaseRevision(base)
                .setRevision(revision);
    }

    public static PodRef pod(String name) {
        return PodRef.newBuilder().setNamespace("shop").setName(name).build();
    }

    public static Endpoint endpoint(String pod, long subject, String... addresses) {
        return Endpoint.newBuilder()
                .setPod(pod(pod))
                .setUid("uid-" + pod)
                .addAllAddresses(Arrays.stream(addresses).map(Updates::bytes).toList())
                .setSubject(subject)
                .build();
    }

    public static IdentityEntry identity(String pod, long identity, String address) {
        return IdentityEntry.newBuilder()
                .setPrefix(Prefix.newBuilder()
                        .setAddress(bytes(address))
                        .setLength(bytes(address).size() * 8))
                .setIdentity(identity)
                .setKind(IdentityKind.IDENTITY_KIND_POD)
                .setWorkload(Workload.newBuilder()
                        .setNamespace("shop")
                        .setPod(pod)
                        .setKind("Deployment")
                        .setName(pod + "-app")
                        .setNode("node-1"))
                .build();
    }

    public static Subject open() {
        return Subject.newBuilder().setFingerprint(OPEN).build();
    }

    public static Subject defaultDeny() {
        return Subject.newBuilder()
                .setFingerprint(DEFAULT_DENY)
                .setIngress(SubjectSide.newBuilder().setIsolated(true).setIsolationCookie(ISOLATION_COOKIE))
                .build();
    }

    /** Ingress from one identity to one TCP port. */
    public static Subject fromClient(long identity, int port) {
        return Subject.newBuilder()
                .setFingerprint(FROM_CLIENT)
                .setIngress(SubjectSide.newBuilder()
                        .setIsolated(true)
                        .setIsolationCookie(ISOLATION_COOKIE)
                        .addPeerClasses(
                                PeerClass.newBuilder().setIdentity(identity).setClass_(PEERS))
                        .addPortClasses(PortClass.newBuilder()
                                .setProtocol(6)
                                .setPort(port)
                                .setPrefixLength(24)
                                .setClass_(PORTS))
                        .addVerdicts(ClassVerdict.newBuilder()
                                .setPeerClass(PEERS)
                                .setPortClass(PORTS)
                                .setCookie(ADMISSION_COOKIE)))
                .build();
    }

    public static Cookie isolation() {
        return Cookie.newBuilder()
                .setFingerprint(ISOLATION_COOKIE)
                .setDirection(Direction.DIRECTION_INGRESS)
                .addPolicies(PolicyMatch.newBuilder()
                        .setKind("NetworkPolicy")
                        .setNamespace("shop")
                        .setName("default-deny"))
                .build();
    }

    public static Cookie admission() {
        return Cookie.newBuilder()
                .setFingerprint(ADMISSION_COOKIE)
                .setDirection(Direction.DIRECTION_INGRESS)
                .addPolicies(PolicyMatch.newBuilder()
                        .setKind("NetworkPolicy")
                        .setNamespace("shop")
                        .setName("client-in")
                        .addRules(0))
                .build();
    }

    private static ByteString bytes(String address) {
        return ByteString.copyFrom(Address.parse(address).wireBytes());
    }
}
