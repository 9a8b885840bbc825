package dev.weir.daemon.testing;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.EndpointProgram;
import dev.weir.daemon.program.EnforcementSettings;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.program.Subject;
import dev.weir.daemon.program.SubjectSide;
import dev.weir.daemon.program.SubjectSide.ClassPair;
import dev.weir.daemon.program.SubjectSide.Isolation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * A large policy in many forms that all mean the same: a pod may talk with {@link #PEERS} friends on ports 8000 to 8999, in both
 * directions, and with as many strangers not at all. The forms have other subjects, identities, classes and cookies, another
 * default, and cut the ports into other prefixes.
 */
public final class Forms {
    public static final Address POD = Address.parse("10.0.0.1");
    public static final Address FRIEND = Address.parse("10.1.0.7");
    public static final Address STRANGER = Address.parse("10.2.0.7");
    public static final int PEERS = 2000;

    private static final Address OTHER = Address.parse("10.0.0.2");
    private static final long ANY_FRIEND = 1;
    private static final long ANY_STRANGER = 2;

    private Forms() {}

    /**
     * @param subjects names the form of the subject
     * @param identities names the form of every identity
     * @param friend names the form of {@link #FRIEND} alone
     * @param other whether the neighbour, another pod, is isolated
     */
    public record Form(int subjects, int identities, int friend, boolean other) {
        public NodeProgram at(long revision) {
            var cookies = Map.of(
                    name(subjects, 1), cookie(name(subjects, 1), Direction.INGRESS),
                    name(subjects, 2), cookie(name(subjects, 2), Direction.EGRESS));
            var subject = new Subject(name(subjects, 3), side(name(subjects, 1)), side(name(subjects, 2)));
            var closed = new Subject(4, isolated(name(subjects, 1)), isolated(name(subjects, 2)));
            var open = new Subject(5, SubjectSide.OPEN, SubjectSide.OPEN);
            PMap<PodRef, EndpointProgram> endpoints = HashTreePMap.<PodRef, EndpointProgram>empty()
                    .plus(pod("pod"), new EndpointProgram(pod("pod"), "", List.of(POD), subject.fingerprint()))
                    .plus(pod("other"), new EndpointProgram(pod("other"), "", List.of(OTHER), other ? 4 : 5));
            return new NodeProgram(
                    new ProgramStamp(1, revision),
                    endpoints,
                    HashTreePMap.from(Map.of(subject.fingerprint(), subject, 4L, closed, 5L, open)),
                    HashTreePMap.from(identityEntries()),
                    HashTreePMap.from(cookies),
                    LoggingSettings.OFF,
                    EnforcementSettings.DEFAULT);
        }

        private Map<Prefix, IdentityEntry> identityEntries() {
            var entries = new HashMap<Prefix, IdentityEntry>();
            for (var number = 0; number < PEERS; number++) {
                add(entries, address(1, number), identity(ANY_FRIEND, number));
                add(entries, address(2, number), identity(ANY_STRANGER, number));
            }
            add(entries, FRIEND, friendIdentity());
            return entries;
        }

        // Ten addresses share an identity, so an identity is more than an address.
        private long identity(long kind, int number) {
            return name(identities, 1000 * kind + number / 10);
        }

        private long friendIdentity() {
            return name(100 + friend, identities);
        }

        private SubjectSide side(long cookie) {
            var friends = name(subjects, 10);
            var strangersAreDefault = subjects % 2 == 0;
            var peers = new HashMap<Long, Long>();
            for (var number = 0; number < PEERS; number += 10) {
                peers.put(identity(ANY_FRIEND, number), friends);
                peers.put(identity(ANY_STRANGER, number), 0L);
            }
            peers.put(friendIdentity(), friends);
            peers.values().removeIf(peerClass -> peerClass == (strangersAreDefault ? 0 : friends));
            var ports = name(subjects, 11);
            return new SubjectSide(
                    new Isolation(IsolationMode.ENFORCED, cookie, strangersAreDefault ? 0 : friends, 0),
                    peers,
                    ports(ports),
                    Map.of(new ClassPair(friends, ports), cookie));
        }

        // 8000 to 8999 and a little more: in few prefixes, or in many.
        private Map<PortPrefix, Long> ports(long portClass) {
            var prefixes = new HashMap<PortPrefix, Long>();
            var length = subjects % 3 == 0 ? 24 : 19;
            for (var port = 8000; port < 9000; port += 1 << (24 - length)) {
                prefixes.put(new PortPrefix(17, port, length), portClass);
            }
            return prefixes;
        }
    }

    private static SubjectSide isolated(long cookie) {
        return new SubjectSide(new Isolation(IsolationMode.ENFORCED, cookie, 0, 0), Map.of(), Map.of(), Map.of());
    }

    private static long name(long form, long what) {
        return (form + 1) << 32 | what;
    }

    private static PodRef pod(String name) {
        return new PodRef("forms", name);
    }

    private static Address address(int second, int number) {
        return Address.of(new byte[] {10, (byte) second, (byte) (number >> 8), (byte) number});
    }

    private static void add(Map<Prefix, IdentityEntry> entries, Address address, long identity) {
        entries.put(Prefix.of(address), new IdentityEntry(Prefix.of(address), identity, IdentityKind.POD, null));
    }

    private static Cookie cookie(long fingerprint, Direction direction) {
        return new Cookie(
                fingerprint, direction, List.of(new PolicyMatch("NetworkPolicy", "forms", "large", List.of(0))));
    }
}
