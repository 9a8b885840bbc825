package dev.weir.daemon.grpc;

import com.google.protobuf.ByteString;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.EndpointProgram;
import dev.weir.daemon.program.EnforcementSettings;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.InvalidProgramException;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.PolicyRef;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.ProgramChange.Part;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.program.Subject;
import dev.weir.daemon.program.SubjectSide;
import dev.weir.daemon.program.SubjectSide.ClassPair;
import dev.weir.daemon.program.Workload;
import dev.weir.proto.v1.ProgramUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the server says, as the daemon's own values. Names that repeat are shared. */
final class ProgramMapper {
    private ProgramMapper() {}

    /** @throws InvalidProgramException when the update says something that has no meaning */
    static ProgramChange change(ProgramUpdate update) {
        try {
            return new ProgramChange(
                    new ProgramStamp(update.getSession(), update.getRevision()),
                    update.getBaseRevision(),
                    new ProgramChange.Content(
                            part(
                                    update.getEndpointsList(),
                                    ProgramMapper::endpoint,
                                    update.getRemovedEndpointsList(),
                                    ProgramMapper::pod),
                            part(
                                    update.getSubjectsList(),
                                    ProgramMapper::subject,
                                    update.getRemovedSubjectsList(),
                                    Function.identity()),
                            identities(update.getIdentitiesList()),
                            part(
                                    update.getCookiesList(),
                                    ProgramMapper::cookie,
                                    update.getRemovedCookiesList(),
                                    Function.identity())),
                    update.hasLogging() ? logging(update.getLogging()) : null,
                    update.hasEnforcement()
                            ? new EnforcementSettings(update.getEnforcement().getKeepEstablished())
                            : null);
        } catch (IllegalArgumentException e) {
            throw new InvalidProgramException("revision " + update.getRevision() + " is malformed: " + e.getMessage());
        }
    }

    private static <P, V, Q, K> Part<K, V> part(
            List<P> put, Function<P, V> value, List<Q> removed, Function<Q, K> key) {
        return new Part<>(
                put.stream().map(value).toList(), removed.stream().map(key).toList());
    }

    // The last entry of a prefix is the one that counts.
    private static Part<Prefix, IdentityEntry> identities(List<dev.weir.proto.v1.IdentityEntry> inOrder) {
        var last = new LinkedHashMap<Prefix, Optional<IdentityEntry>>();
        inOrder.forEach(entry -> last.put(
                prefix(entry.getPrefix()), entry.getRemoved() ? Optional.empty() : Optional.of(identity(entry))));
        var put = new ArrayList<IdentityEntry>();
        var removed = new ArrayList<Prefix>();
        last.forEach((prefix, entry) -> entry.ifPresentOrElse(put::add, () -> removed.add(prefix)));
        return new Part<>(put, removed);
    }

    static PodRef pod(dev.weir.proto.v1.PodRef pod) {
        return new PodRef(pod.getNamespace(), pod.getName());
    }

    static Address address(ByteString bytes) {
        return Address.of(bytes.toByteArray());
    }

    private static Prefix prefix(dev.weir.proto.v1.Prefix prefix) {
        return Prefix.of(prefix.getAddress().toByteArray(), prefix.getLength());
    }

    private static EndpointProgram endpoint(dev.weir.proto.v1.Endpoint endpoint) {
        return new EndpointProgram(
                pod(endpoint.getPod()),
                endpoint.getUid(),
                endpoint.getAddressesList().stream().map(ProgramMapper::address).toList(),
                endpoint.getSubject());
    }

    private static Subject subject(dev.weir.proto.v1.Subject subject) {
        return new Subject(subject.getFingerprint(), side(subject.getIngress()), side(subject.getEgress()));
    }

    private static SubjectSide side(dev.weir.proto.v1.SubjectSide side) {
        var peers = new HashMap<Long, Long>();
        side.getPeerClassesList().forEach(entry -> peers.put(entry.getIdentity(), entry.getClass_()));
        var ports = new HashMap<PortPrefix, Long>();
        side.getPortClassesList()
                .forEach(entry -> ports.put(
                        new PortPrefix(entry.getProtocol(), entry.getPort(), entry.getPrefixLength()),
                        entry.getClass_()));
        var verdicts = new HashMap<ClassPair, Long>();
        side.getVerdictsList()
                .forEach(entry ->
                        verdicts.put(new ClassPair(entry.getPeerClass(), entry.getPortClass()), entry.getCookie()));
        return new SubjectSide(
                new SubjectSide.Isolation(
                        mode(side),
                        side.getIsolationCookie(),
                        side.getDefaultPodClass(),
                        side.getDefaultOutsideClass()),
                peers,
                ports,
                verdicts);
    }

    /** What is isolated is isolated, whatever else is said of it. */
    private static IsolationMode mode(dev.weir.proto.v1.SubjectSide side) {
        if (side.getIsolated()) {
            return IsolationMode.ENFORCED;
        }
        return side.getShadow() ? IsolationMode.SHADOW : IsolationMode.NONE;
    }

    private static IdentityEntry identity(dev.weir.proto.v1.IdentityEntry entry) {
        return new IdentityEntry(
                prefix(entry.getPrefix()),
                entry.getIdentity(),
                kind(entry.getKind()),
                entry.hasWorkload() ? workload(entry.getWorkload()) : null);
    }

    private static IdentityKind kind(dev.weir.proto.v1.IdentityKind kind) {
        return switch (kind) {
            case IDENTITY_KIND_POD -> IdentityKind.POD;
            case IDENTITY_KIND_OUTSIDE -> IdentityKind.OUTSIDE;
            case IDENTITY_KIND_NODE -> IdentityKind.NODE;
            case IDENTITY_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("an identity has no known kind");
        };
    }

    // Equal strings of an update arrive as many objects; interned, a node with many pods keeps one of each.
    private static Workload workload(dev.weir.proto.v1.Workload workload) {
        return new Workload(
                workload.getNamespace().intern(),
                workload.getPod(),
                workload.getKind().intern(),
                workload.getName().intern(),
                workload.getNode().intern());
    }

    static Cookie cookie(dev.weir.proto.v1.Cookie cookie) {
        return new Cookie(
                cookie.getFingerprint(),
                direction(cookie.getDirection()),
                cookie.getPoliciesList().stream().map(ProgramMapper::match).toList());
    }

    static Direction direction(dev.weir.proto.v1.Direction direction) {
        return switch (direction) {
            case DIRECTION_INGRESS -> Direction.INGRESS;
            case DIRECTION_EGRESS -> Direction.EGRESS;
            case DIRECTION_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a cookie has no known direction");
        };
    }

    private static PolicyMatch match(dev.weir.proto.v1.PolicyMatch match) {
        return new PolicyMatch(
                match.getKind(), match.getNamespace(), match.getName(), match.getRulesList(), match.getContent());
    }

    private static LoggingSettings logging(dev.weir.proto.v1.LoggingSettings logging) {
        var policies = new HashSet<PolicyRef>();
        logging.getAllowPoliciesList().forEach(ref -> policies.add(new PolicyRef(ref.getNamespace(), ref.getName())));
        return new LoggingSettings(
                new LoggingSettings.Action(logging.getAllowLog(), logging.getAllowDelegate()),
                new LoggingSettings.Action(logging.getDenyLog(), logging.getDenyDelegate()),
                new HashSet<>(logging.getDenyNamespacesList()),
                policies,
                new LoggingSettings.Version(logging.getGeneration(), logging.getResourceVersion()),
                logging.hasRejected() ? rejected(logging.getRejected()) : null);
    }

    private static LoggingSettings.Rejected rejected(dev.weir.proto.v1.RejectedLogging rejected) {
        return new LoggingSettings.Rejected(
                new LoggingSettings.Version(rejected.getGeneration(), rejected.getResourceVersion()),
                rejected.getReason());
    }
}
