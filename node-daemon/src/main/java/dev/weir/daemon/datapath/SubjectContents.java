package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.SubjectDefaults;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdTable.Kind;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.Subject;
import dev.weir.daemon.program.SubjectSide;
import java.util.HashMap;
import java.util.Map;

/** What some subjects are in the maps: fingerprints become ids, the identities of a peer become keys. */
final class SubjectContents {
    // subject 32 bits, direction 8
    private static final int PORT_PREFIX_OFFSET = 40;

    private final IdTable ids;
    final Map<Integer, SubjectEntry> subjects = new HashMap<>();
    final Map<PeerClassKey, Integer> peerClasses = new HashMap<>();
    final Map<PortClassKey, Integer> portClasses = new HashMap<>();
    final Map<VerdictKey, Integer> verdicts = new HashMap<>();

    SubjectContents(IdTable ids) {
        this.ids = ids;
    }

    static int identity(IdTable ids, IdentityKind kind, long fingerprint) {
        return layoutKind(kind).identity(ids.intern(Kind.IDENTITY, fingerprint));
    }

    /** The number in the maps, without giving one to an identity that has none. */
    static int known(IdTable ids, IdentityKind kind, long fingerprint) {
        return layoutKind(kind).identity(ids.find(Kind.IDENTITY, fingerprint));
    }

    static IdentityKind kind(int identity) {
        return switch (dev.weir.daemon.layout.IdentityKind.of(identity)) {
            case OUTSIDE -> IdentityKind.OUTSIDE;
            case POD -> IdentityKind.POD;
            case NODE -> IdentityKind.NODE;
        };
    }

    private static dev.weir.daemon.layout.IdentityKind layoutKind(IdentityKind kind) {
        return switch (kind) {
            case OUTSIDE -> dev.weir.daemon.layout.IdentityKind.OUTSIDE;
            case POD -> dev.weir.daemon.layout.IdentityKind.POD;
            case NODE -> dev.weir.daemon.layout.IdentityKind.NODE;
        };
    }

    void add(Subject subject, IdentityKinds kinds) {
        var id = ids.intern(Kind.SUBJECT, subject.fingerprint());
        subjects.put(id, new SubjectEntry(defaults(subject.ingress()), defaults(subject.egress())));
        for (var direction : Direction.values()) {
            addSide(id, direction, subject.side(direction), kinds);
        }
    }

    private SubjectDefaults defaults(SubjectSide side) {
        var isolation = side.isolation();
        return new SubjectDefaults(
                isolation.mode().number(),
                ids.intern(Kind.COOKIE, isolation.cookie()),
                ids.intern(Kind.CLASS, isolation.defaultPodClass()),
                ids.intern(Kind.CLASS, isolation.defaultOutsideClass()));
    }

    private void addSide(int subject, Direction direction, SubjectSide side, IdentityKinds kinds) {
        side.peerClasses().forEach((identity, peerClass) -> {
            for (var kind : kinds.of(identity)) {
                if (peerClass != defaultClass(side, kind)) {
                    peerClasses.put(
                            new PeerClassKey(subject, direction, identity(ids, kind, identity)),
                            ids.intern(Kind.CLASS, peerClass));
                }
            }
        });
        side.portClasses()
                .forEach((ports, portClass) ->
                        portClasses.put(key(subject, direction, ports), ids.intern(Kind.CLASS, portClass)));
        side.verdicts()
                .forEach((pair, cookie) -> verdicts.put(
                        new VerdictKey(
                                subject,
                                direction,
                                ids.intern(Kind.CLASS, pair.peerClass()),
                                ids.intern(Kind.CLASS, pair.portClass())),
                        ids.intern(Kind.COOKIE, cookie)));
    }

    /** What one identity is to a subject, for every kind that it may have: an entry, or none. */
    TableChange<PeerClassKey, Integer> peerClasses(Subject subject, long identity, IdentityKinds kinds) {
        var change = new TableChange<PeerClassKey, Integer>(new HashMap<>(), new java.util.HashSet<>());
        var id = ids.intern(Kind.SUBJECT, subject.fingerprint());
        for (var direction : Direction.values()) {
            var side = subject.side(direction);
            var peerClass = side.peerClasses().get(identity);
            for (var kind : IdentityKind.values()) {
                var key = new PeerClassKey(id, direction, identity(ids, kind, identity));
                if (peerClass == null || peerClass == defaultClass(side, kind)) {
                    continue;
                }
                if (kinds.of(identity).contains(kind)) {
                    change.wanted().put(key, ids.intern(Kind.CLASS, peerClass));
                } else {
                    change.gone().add(key);
                }
            }
        }
        return change;
    }

    private static long defaultClass(SubjectSide side, IdentityKind kind) {
        return kind == IdentityKind.POD
                ? side.isolation().defaultPodClass()
                : side.isolation().defaultOutsideClass();
    }

    static PortPrefix ports(PortClassKey key) {
        return new PortPrefix(key.protocol(), key.port(), key.prefixLength() - PORT_PREFIX_OFFSET);
    }

    private static PortClassKey key(int subject, Direction direction, PortPrefix ports) {
        return new PortClassKey(
                PORT_PREFIX_OFFSET + ports.length(), subject, direction, ports.protocol(), ports.port());
    }
}
