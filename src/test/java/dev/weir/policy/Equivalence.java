package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.net.Direction;
import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.IdentityKind;
import dev.weir.program.IsolationMode;
import dev.weir.program.NodeProgram;
import dev.weir.program.SubjectProgram;
import dev.weir.program.SubjectSide;
import dev.weir.program.SubjectSide.ClassVerdict;
import dev.weir.program.SubjectSide.PeerClass;
import dev.weir.table.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** When two programs mean the same: by what is found in their tables, whichever classes are defaults and have no entries. */
final class Equivalence {
    private Equivalence() {}

    /** A peer as the datapath knows it. */
    record Peer(long identity, boolean pod) {
        static final Peer NOBODY = new Peer(0, false);
    }

    static void assertEquivalent(String what, NodeProgram actual, NodeProgram expected) {
        assertThat(actual.revision()).as(what).isEqualTo(expected.revision());
        assertThat(actual.endpoints()).as(what).isEqualTo(expected.endpoints());
        assertThat(actual.identities()).as(what).isEqualTo(expected.identities());
        assertThat(actual.logging()).as(what).isEqualTo(expected.logging());
        assertThat(actual.subjects().keys())
                .as(what)
                .isEqualTo(expected.subjects().keys());
        for (SubjectProgram subject : actual.subjects().values()) {
            SubjectProgram same = Objects.requireNonNull(expected.subjects().get(subject.fingerprint()));
            for (Direction direction : Direction.values()) {
                assertEquivalent(what, subject.side(direction), same.side(direction), peers(actual));
                assertCookiesAreThere(what, subject.side(direction), actual);
            }
        }
    }

    private static void assertEquivalent(String what, SubjectSide actual, SubjectSide expected, Set<Peer> peers) {
        assertThat(actual.mode()).as(what).isEqualTo(expected.mode());
        assertThat(actual.isolationCookie()).as(what).isEqualTo(expected.isolationCookie());
        assertThat(actual.portClasses()).as(what).isEqualTo(expected.portClasses());
        for (Peer peer : peers) {
            long peerClass = classOf(actual, peer);
            assertThat(peerClass).as(what + " " + peer).isEqualTo(classOf(expected, peer));
            assertThat(admissions(actual, peerClass)).as(what + " " + peer).isEqualTo(admissions(expected, peerClass));
        }
    }

    private static void assertCookiesAreThere(String what, SubjectSide side, NodeProgram program) {
        Set<Long> named = new TreeSet<>();
        side.verdicts().forEach(verdict -> named.add(verdict.cookie()));
        if (side.mode() != IsolationMode.NONE) {
            named.add(side.isolationCookie());
        }
        assertThat(program.cookies().keys()).as(what).containsAll(named);
    }

    /** By port class. */
    private static Map<Long, Long> admissions(SubjectSide side, long peerClass) {
        Map<Long, Long> cookies = new HashMap<>();
        for (ClassVerdict verdict : side.verdicts()) {
            if (verdict.peerClass() == peerClass) {
                cookies.put(verdict.portClass(), verdict.cookie());
            }
        }
        return cookies;
    }

    private static Set<Peer> peers(NodeProgram program) {
        Set<Peer> peers = new HashSet<>(Set.of(Peer.NOBODY));
        program.identities().values().forEach(entry -> peers.add(peer(entry)));
        return peers;
    }

    private static Peer peer(@Nullable IdentityEntry entry) {
        return entry == null ? Peer.NOBODY : new Peer(entry.identity(), entry.kind() == IdentityKind.POD);
    }

    /** Whether no address that either program names comes to another class by going from one to the other. */
    static boolean decidesAsBefore(NodeProgram before, NodeProgram after) {
        if (!before.endpoints().equals(after.endpoints())
                || !before.subjects().equals(after.subjects())
                || !before.cookies().equals(after.cookies())
                || !before.logging().equals(after.logging())) {
            return false;
        }
        Set<IpPrefix> prefixes = new TreeSet<>(before.identities().keys());
        prefixes.addAll(after.identities().keys());
        for (IpPrefix prefix : prefixes) {
            Peer old = around(prefix, before.identities());
            Peer now = around(prefix, after.identities());
            for (SubjectProgram subject : after.subjects().values()) {
                for (Direction direction : Direction.values()) {
                    if (classOf(subject.side(direction), old) != classOf(subject.side(direction), now)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** The longest prefix of the table around this one decides. */
    private static Peer around(IpPrefix prefix, Table<IpPrefix, IdentityEntry> table) {
        IpPrefix wider = prefix;
        IdentityEntry entry = table.get(wider);
        while (entry == null && wider.length() > 0) {
            wider = wider.parent();
            entry = table.get(wider);
        }
        return peer(entry);
    }

    private static long classOf(SubjectSide side, Peer peer) {
        return side.peerClasses().stream()
                .filter(entry -> entry.identity() == peer.identity())
                .map(PeerClass::peerClass)
                .findFirst()
                .orElse(peer.pod() ? side.defaultPodClass() : side.defaultOutsideClass());
    }
}
