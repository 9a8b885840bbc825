package dev.weir.daemon.datapath;

import dev.weir.daemon.datapath.DesiredContents.Placement;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.SubjectDefaults;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdTable.Kind;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.Subject;
import dev.weir.daemon.program.SubjectSide;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Program to map contents: fingerprints become ids, the identities of a peer become keys. */
final class ContentsAssembler {
    // subject 32 bits, direction 8
    private static final int PORT_PREFIX_OFFSET = 40;

    private final NodeProgram program;
    private final IdTable ids;
    private final Map<Long, Set<IdentityKind>> kinds = new HashMap<>();
    private final Map<Prefix, Integer> identities = new HashMap<>();
    private final Map<Integer, SubjectEntry> subjects = new HashMap<>();
    private final Map<PeerClassKey, Integer> peerClasses = new HashMap<>();
    private final Map<PortClassKey, Integer> portClasses = new HashMap<>();
    private final Map<VerdictKey, Integer> verdicts = new HashMap<>();

    private ContentsAssembler(NodeProgram program, IdTable ids) {
        this.program = program;
        this.ids = ids;
    }

    /**
     * @param interfaces the interface of each endpoint address that has one; an address without stays closed
     */
    static DesiredContents assemble(NodeProgram program, IdTable ids, Map<Address, Integer> interfaces) {
        var assembler = new ContentsAssembler(program, ids);
        assembler.addIdentities();
        program.subjects().values().forEach(assembler::addSubject);
        return assembler.contents(interfaces);
    }

    private DesiredContents contents(Map<Address, Integer> interfaces) {
        var endpoints = new HashMap<Address, Placement>();
        for (var endpoint : program.endpoints().values()) {
            var subject = ids.intern(Kind.SUBJECT, endpoint.subject());
            for (var address : endpoint.addresses()) {
                var ifindex = interfaces.get(address);
                if (ifindex != null) {
                    endpoints.put(address, new Placement(ifindex, subject));
                }
            }
        }
        return new DesiredContents(endpoints, identities, subjects, peerClasses, portClasses, verdicts);
    }

    private void addIdentities() {
        // Without this entry an ipBlock ::/0 would cover the mapped IPv4 addresses.
        identities.put(Prefix.ALL_IPV4, layoutKind(IdentityKind.OUTSIDE).identity(0));
        kinds.put(0L, EnumSet.of(IdentityKind.OUTSIDE));
        program.identities().forEach((prefix, entry) -> {
            kinds.computeIfAbsent(entry.identity(), any -> EnumSet.noneOf(IdentityKind.class))
                    .add(entry.kind());
            identities.put(prefix, identity(entry.kind(), entry.identity()));
        });
    }

    private int identity(IdentityKind kind, long fingerprint) {
        return layoutKind(kind).identity(ids.intern(Kind.IDENTITY, fingerprint));
    }

    private static dev.weir.daemon.layout.IdentityKind layoutKind(IdentityKind kind) {
        return switch (kind) {
            case OUTSIDE -> dev.weir.daemon.layout.IdentityKind.OUTSIDE;
            case POD -> dev.weir.daemon.layout.IdentityKind.POD;
            case NODE -> dev.weir.daemon.layout.IdentityKind.NODE;
        };
    }

    private void addSubject(Subject subject) {
        var id = ids.intern(Kind.SUBJECT, subject.fingerprint());
        subjects.put(id, new SubjectEntry(defaults(subject.ingress()), defaults(subject.egress())));
        for (var direction : Direction.values()) {
            addSide(id, direction, subject.side(direction));
        }
    }

    private SubjectDefaults defaults(SubjectSide side) {
        var isolation = side.isolation();
        return new SubjectDefaults(
                isolation.isolated() ? 1 : 0,
                ids.intern(Kind.COOKIE, isolation.cookie()),
                ids.intern(Kind.CLASS, isolation.defaultPodClass()),
                ids.intern(Kind.CLASS, isolation.defaultOutsideClass()));
    }

    private void addSide(int subject, Direction direction, SubjectSide side) {
        side.peerClasses().forEach((identity, peerClass) -> {
            for (var kind : kinds.getOrDefault(identity, Set.of())) {
                if (peerClass != defaultClass(side, kind)) {
                    peerClasses.put(
                            new PeerClassKey(subject, direction, identity(kind, identity)),
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

    private static long defaultClass(SubjectSide side, IdentityKind kind) {
        return kind == IdentityKind.POD
                ? side.isolation().defaultPodClass()
                : side.isolation().defaultOutsideClass();
    }

    private static PortClassKey key(int subject, Direction direction, PortPrefix ports) {
        return new PortClassKey(
                PORT_PREFIX_OFFSET + ports.length(), subject, direction, ports.protocol(), ports.port());
    }
}
