package dev.weir.local.bench;

import com.google.protobuf.ByteString;
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

/**
 * A node program with {@code count} policies, all of which select both pods: policy i admits identity i mod {@code identities} on
 * port 1024 + i mod 60,000, in both directions. The worst case for a lookup that grows with policies. Only the last one admits the connection that
 * is measured.
 */
record ManyPolicies(int count, int identities, Pair pair, int port) {

    private static final int TCP = 6;
    private static final int PROTOCOL_AND_PORT_BITS = 24;
    private static final long ISOLATION_COOKIE = 1;
    private static final long FIRST = 0x1000;

    ProgramUpdate snapshot(long session, long revision) {
        ProgramUpdate.Builder update = ProgramUpdate.newBuilder()
                .setSession(session)
                .setRevision(revision)
                // Both directions are recorded, so that a connection costs its events too.
                .setLogging(LoggingSettings.newBuilder().setAllowLog(true).setDenyLog(true));
        update.addSubjects(Subject.newBuilder()
                .setFingerprint(revision << 32 | count)
                .setIngress(side(1))
                .setEgress(side(2)));
        addIdentities(update);
        addCookies(update);
        for (Pair.Pod pod : pair.pods()) {
            update.addEndpoints(Endpoint.newBuilder()
                    .setPod(reference(pod))
                    .setUid(pod.hostInterface())
                    .addAddresses(ByteString.copyFrom(pod.addressBytes()))
                    .setSubject(revision << 32 | count));
        }
        return update.build();
    }

    static PodRef reference(Pair.Pod pod) {
        return PodRef.newBuilder()
                .setNamespace("bench")
                .setName(pod.hostInterface())
                .build();
    }

    private SubjectSide side(int direction) {
        SubjectSide.Builder side =
                SubjectSide.newBuilder().setIsolated(true).setIsolationCookie(ISOLATION_COOKIE << 8 | direction);
        for (int identity = 0; identity < identities; identity++) {
            side.addPeerClasses(
                    PeerClass.newBuilder().setIdentity(FIRST + identity).setClass_(FIRST + identity));
        }
        for (int policy = 0; policy < count; policy++) {
            side.addVerdicts(ClassVerdict.newBuilder()
                    .setPeerClass(FIRST + policy % identities)
                    .setPortClass(FIRST + portOf(policy))
                    .setCookie(cookie(policy, direction)));
        }
        for (int policy = Math.max(0, count - 60_000); policy < count; policy++) {
            side.addPortClasses(PortClass.newBuilder()
                    .setProtocol(TCP)
                    .setPort(portOf(policy))
                    .setPrefixLength(PROTOCOL_AND_PORT_BITS)
                    .setClass_(FIRST + portOf(policy)));
        }
        return side.build();
    }

    /** The last policy admits the measured port; the others are spread over the rest. */
    private int portOf(int policy) {
        return policy == count - 1 ? port : 1024 + policy % 60_000;
    }

    private static long cookie(int policy, int direction) {
        return (FIRST + policy) << 8 | direction;
    }

    private void addIdentities(ProgramUpdate.Builder update) {
        int last = (count - 1) % identities;
        for (int peer = 0; peer < identities; peer++) {
            byte[] address = {11, (byte) (peer >> 16), (byte) (peer >> 8), (byte) peer};
            if (peer != last) {
                update.addIdentities(identity(address, FIRST + peer, "peer-" + peer));
            }
        }
        for (Pair.Pod pod : pair.pods()) {
            update.addIdentities(identity(pod.addressBytes(), FIRST + last, pod.hostInterface()));
        }
    }

    private static IdentityEntry identity(byte[] address, long identity, String pod) {
        return IdentityEntry.newBuilder()
                .setPrefix(Prefix.newBuilder()
                        .setAddress(ByteString.copyFrom(address))
                        .setLength(32))
                .setIdentity(identity)
                .setKind(IdentityKind.IDENTITY_KIND_POD)
                .setWorkload(
                        Workload.newBuilder().setNamespace("bench").setPod(pod).setNode("bench"))
                .build();
    }

    private void addCookies(ProgramUpdate.Builder update) {
        for (int direction = 1; direction <= 2; direction++) {
            update.addCookies(cookie(ISOLATION_COOKIE << 8 | direction, direction, "isolating"));
            for (int policy = 0; policy < count; policy++) {
                update.addCookies(cookie(cookie(policy, direction), direction, "policy-" + policy));
            }
        }
    }

    private static Cookie cookie(long fingerprint, int direction, String policy) {
        return Cookie.newBuilder()
                .setFingerprint(fingerprint)
                .setDirection(Direction.forNumber(direction))
                .addPolicies(PolicyMatch.newBuilder()
                        .setKind("NetworkPolicy")
                        .setNamespace("bench")
                        .setName(policy)
                        .addRules(0))
                .build();
    }
}
