package dev.weir.policy;

import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.program.Cookie;
import dev.weir.program.EndpointProgram;
import dev.weir.program.IdentityEntry;
import dev.weir.program.IdentityKind;
import dev.weir.program.IsolationMode;
import dev.weir.program.NodeProgram;
import dev.weir.program.SubjectSide;
import dev.weir.program.SubjectSide.ClassVerdict;
import dev.weir.program.SubjectSide.PeerClass;
import dev.weir.program.SubjectSide.PortClass;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides a packet with compiled programs the way the datapath does with its maps: the lookups of policy.h, and nothing else. */
final class CompiledLookup {
    private static final int V4_IN_V6 = 96;

    private final Collection<NodeProgram> programs;

    CompiledLookup(Collection<NodeProgram> programs) {
        this.programs = programs;
    }

    /** The cookie is null when nothing that is enforced decides and nothing in shadow would deny. */
    record Half(
            Verdict verdict, boolean wouldDeny, @Nullable Cookie cookie) {
        static final Half OPEN = new Half(Verdict.ALLOWED, false, null);
    }

    Verdict verdict(Packet packet) {
        Half egress = half(Direction.EGRESS, packet);
        Half ingress = half(Direction.INGRESS, packet);
        boolean denied = egress != null && egress.verdict == Verdict.DENIED
                || ingress != null && ingress.verdict == Verdict.DENIED;
        return denied ? Verdict.DENIED : Verdict.ALLOWED;
    }

    /** What the enforced pod's end says; null when that end is no endpoint of any node. */
    @Nullable
    Half half(Direction direction, Packet packet) {
        IpAddress own = direction == Direction.INGRESS ? packet.destination() : packet.source();
        IpAddress peer = direction == Direction.INGRESS ? packet.source() : packet.destination();
        for (NodeProgram program : programs) {
            for (EndpointProgram endpoint : program.endpoints().values()) {
                if (endpoint.addresses().contains(own)) {
                    SubjectSide side = Objects.requireNonNull(program.subjects().get(endpoint.subject()))
                            .side(direction);
                    return judge(program, side, peer, packet);
                }
            }
        }
        return null;
    }

    private static Half judge(NodeProgram program, SubjectSide side, IpAddress peer, Packet packet) {
        boolean shadow = side.mode() == IsolationMode.SHADOW;
        if (side.mode() == IsolationMode.NONE) {
            return Half.OPEN;
        }
        long peerClass = peerClass(program, side, peer);
        long portClass = portClass(side, packet.protocol(), packet.destinationPort());
        for (ClassVerdict verdict : side.verdicts()) {
            if (verdict.peerClass() == peerClass && verdict.portClass() == portClass) {
                return shadow
                        ? Half.OPEN
                        : new Half(Verdict.ALLOWED, false, program.cookies().get(verdict.cookie()));
            }
        }
        return new Half(
                shadow ? Verdict.ALLOWED : Verdict.DENIED,
                shadow,
                program.cookies().get(side.isolationCookie()));
    }

    private static long peerClass(NodeProgram program, SubjectSide side, IpAddress peer) {
        IdentityEntry entry = longestMatch(program, peer);
        long identity = entry == null ? 0 : entry.identity();
        boolean pod = entry != null && entry.kind() == IdentityKind.POD;
        return side.peerClasses().stream()
                .filter(one -> one.identity() == identity)
                .map(PeerClass::peerClass)
                .findFirst()
                .orElse(pod ? side.defaultPodClass() : side.defaultOutsideClass());
    }

    /** The kernel's map knows 128 bits only, so here ::/0 contains every IPv4 address, too. */
    private static @Nullable IdentityEntry longestMatch(NodeProgram program, IpAddress address) {
        return program.identities().values().stream()
                .filter(entry -> containsBits(entry.prefix(), address))
                .max(Comparator.comparingInt(entry -> bits(entry.prefix())))
                .orElse(null);
    }

    private static int bits(IpPrefix prefix) {
        return prefix.isV4() ? V4_IN_V6 + prefix.length() : prefix.length();
    }

    private static boolean containsBits(IpPrefix prefix, IpAddress address) {
        int bits = bits(prefix);
        long high = prefix.address().high() ^ address.high();
        long low = prefix.address().low() ^ address.low();
        return bits <= 64 ? bits == 0 || high >>> (64 - bits) == 0 : high == 0 && low >>> (128 - bits) == 0;
    }

    private static long portClass(SubjectSide side, Protocol protocol, int port) {
        return side.portClasses().stream()
                .filter(entry -> entry.prefix().contains(protocol, port))
                .max(Comparator.comparingInt(entry -> entry.prefix().length()))
                .map(PortClass::portClass)
                .orElse(0L);
    }
}
