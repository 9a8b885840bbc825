package dev.weir.local.bench;

import com.google.protobuf.ByteString;
import dev.weir.proto.v1.ClassVerdict;
import dev.weir.proto.v1.Cookie;
import dev.weir.proto.v1.Direction;
import dev.weir.proto.v1.Endpoint;
import dev.weir.proto.v1.IdentityEntry;
import dev.weir.proto.v1.IdentityKind;
import dev.weir.proto.v1.LoggingSettings;
import dev.weir.proto.v1.PolicyMatch;
import dev.weir.proto.v1.PortClass;
import dev.weir.proto.v1.Prefix;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.Subject;
import dev.weir.proto.v1.SubjectSide;
import dev.weir.proto.v1.Workload;
import java.util.List;

/**
 * A node program in which one policy isolates the servers for ingress and another one admits all or nothing, so that each connection is one
 * event, and each packet one denial.
 *
 * @param pairs each with a server of its own
 * @param admits whether anything is admitted
 * @param records whether connections and denials are recorded
 */
record RecordsProgram(List<Pair> pairs, boolean admits, boolean records) {

    private static final long OPEN = 0x2000;
    private static final long PEERS = 0x2001;
    private static final long PORTS = 0x2002;
    private static final long IDENTITY = 0x2003;
    private static final long ISOLATION = 0x2004;
    private static final long ADMISSION = 0x2005;
    private static final long SHUT = 0x2006;

    ProgramUpdate snapshot(long revision) {
        ProgramUpdate.Builder update = ProgramUpdate.newBuilder()
                .setSession(1)
                .setRevision(revision)
                .setLogging(LoggingSettings.newBuilder()
                        .setAllowLog(records)
                        .setDenyLog(records)
                        .setGeneration(revision))
                .addSubjects(Subject.newBuilder().setFingerprint(OPEN))
                .addSubjects(Subject.newBuilder().setFingerprint(subject()).setIngress(ingress()))
                .addCookies(cookie(ISOLATION, "isolates"))
                .addCookies(cookie(ADMISSION, "admits"));
        for (Pair pair : pairs) {
            add(pair.client(), OPEN, update);
            add(pair.server(), subject(), update);
        }
        return update.build();
    }

    private static void add(Pair.Pod pod, long subject, ProgramUpdate.Builder update) {
        update.addIdentities(identity(pod));
        update.addEndpoints(Endpoint.newBuilder()
                .setPod(ManyPolicies.reference(pod))
                .setUid(pod.hostInterface())
                .addAddresses(ByteString.copyFrom(pod.addressBytes()))
                .setSubject(subject));
    }

    private long subject() {
        return admits ? SHUT + 1 : SHUT;
    }

    private SubjectSide ingress() {
        SubjectSide.Builder side = SubjectSide.newBuilder().setIsolated(true).setIsolationCookie(ISOLATION);
        if (admits) {
            side.setDefaultPodClass(PEERS)
                    .setDefaultOutsideClass(PEERS)
                    .addPortClasses(PortClass.newBuilder().setClass_(PORTS))
                    .addVerdicts(ClassVerdict.newBuilder()
                            .setPeerClass(PEERS)
                            .setPortClass(PORTS)
                            .setCookie(ADMISSION));
        }
        return side.build();
    }

    private static IdentityEntry identity(Pair.Pod pod) {
        return IdentityEntry.newBuilder()
                .setPrefix(Prefix.newBuilder()
                        .setAddress(ByteString.copyFrom(pod.addressBytes()))
                        .setLength(32))
                .setIdentity(IDENTITY)
                .setKind(IdentityKind.IDENTITY_KIND_POD)
                .setWorkload(Workload.newBuilder()
                        .setNamespace("bench")
                        .setPod(pod.hostInterface())
                        .setNode("bench"))
                .build();
    }

    private static Cookie cookie(long fingerprint, String policy) {
        return Cookie.newBuilder()
                .setFingerprint(fingerprint)
                .setDirection(Direction.DIRECTION_INGRESS)
                .addPolicies(PolicyMatch.newBuilder()
                        .setKind("NetworkPolicy")
                        .setNamespace("bench")
                        .setName(policy))
                .build();
    }
}
