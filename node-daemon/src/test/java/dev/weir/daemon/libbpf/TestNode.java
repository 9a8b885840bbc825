package dev.weir.daemon.libbpf;

import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.ConntrackEntry;
import dev.weir.daemon.layout.ConntrackKey;
import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.Denial;
import dev.weir.daemon.layout.DenialKey;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.EndpointEntry;
import dev.weir.daemon.layout.IdentityKey;
import dev.weir.daemon.layout.IdentityKind;
import dev.weir.daemon.layout.Loss;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.Settings;
import dev.weir.daemon.layout.Spoof;
import dev.weir.daemon.layout.SpoofKey;
import dev.weir.daemon.layout.Struct;
import dev.weir.daemon.layout.SubjectDefaults;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.layout.VerdictEvent;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.net.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The real programs and maps without any interface: packets go in through BPF_PROG_TEST_RUN, which runs them on the loopback
 * interface (number 1). A pod {@link #HERE} is behind that, every other pod of the node behind another number.
 */
final class TestNode implements AutoCloseable {
    static final Path OBJECT = Path.of("..", "bpf", "build", "weir.bpf.o");
    static final int HERE = 1;
    static final int NEIGHBOUR = 4242;

    private static final int FORWARDED = 7;
    private static final int TC_ACT_OK = 0;
    private static final int TC_ACT_SHOT = 2;
    private static final int TC_ACT_REDIRECT = 7;
    private static final int INGRESS_IFINDEX_OFFSET = 36;

    private final BpfObject object;
    private final Map<String, BpfMap> maps = new HashMap<>();
    private final Map<String, Integer> identities = new HashMap<>();
    private int numbers = 1;

    TestNode() {
        this(1024);
    }

    TestNode(int conntrackEntries) {
        object = BpfObject.open(OBJECT).resize("conntrack_map", conntrackEntries);
        try {
            object.load();
        } catch (BpfException e) {
            object.close();
            throw e;
        }
        map("settings_map").put(Abi.u32(0), new Settings(1, 1, Abi.VERSION, 0, 0).toBytes());
    }

    /** Live connections stay allowed when policy changes, or not. */
    void keepEstablished(boolean keep) {
        map("settings_map").put(Abi.u32(0), new Settings(1, 1, Abi.VERSION, 0, keep ? 1 : 0).toBytes());
    }

    BpfMap map(String name) {
        return maps.computeIfAbsent(name, object::map);
    }

    BpfProgram program(String name) {
        return object.program(name);
    }

    /** What became of a packet: the action by name, and the reason that was counted. */
    record Outcome(String action, DropReason reason) {
        static final Outcome PASSED = new Outcome("passed", DropReason.NONE);
        static final Outcome DELIVERED = new Outcome("delivered", DropReason.NONE);

        static Outcome dropped(DropReason reason) {
            return new Outcome("dropped", reason);
        }
    }

    Outcome fromPod(TestPacket packet) {
        return run("from_pod", packet.bytes(), HERE);
    }

    Outcome toPod(TestPacket packet) {
        return run("to_pod", packet.bytes(), FORWARDED);
    }

    Outcome toPodFromNode(TestPacket packet) {
        return run("to_pod", packet.bytes(), 0);
    }

    /** The node sends back what this pod sent, to another address. */
    Outcome hairpin(TestPacket packet) {
        return run("to_pod", packet.bytes(), HERE);
    }

    Outcome fromUplink(TestPacket packet) {
        return run("from_uplink", packet.bytes(), FORWARDED);
    }

    Outcome run(String program, byte[] packet, int ingressIfindex) {
        var before = drops();
        var action = object.program(program)
                .testRun(packet, context(ingressIfindex), 1)
                .action();
        return new Outcome(nameOf(action), reasonBetween(before, drops()));
    }

    static byte[] context(int ingressIfindex) {
        return ByteBuffer.allocate(INGRESS_IFINDEX_OFFSET + 8)
                .order(ByteOrder.nativeOrder())
                .putInt(INGRESS_IFINDEX_OFFSET, ingressIfindex)
                .putInt(INGRESS_IFINDEX_OFFSET + 4, HERE)
                .array();
    }

    private static String nameOf(int action) {
        return switch (action) {
            case TC_ACT_OK -> "passed";
            case TC_ACT_SHOT -> "dropped";
            case TC_ACT_REDIRECT -> "delivered";
            default -> "action " + action;
        };
    }

    private static DropReason reasonBetween(Map<DropReason, Long> before, Map<DropReason, Long> after) {
        var reasons = new ArrayList<DropReason>();
        after.forEach((reason, packets) -> {
            for (var i = before.getOrDefault(reason, 0L); i < packets; i++) {
                reasons.add(reason);
            }
        });
        if (reasons.size() > 1) {
            throw new AssertionError("one packet was counted as dropped more than once: " + reasons);
        }
        return reasons.isEmpty() ? DropReason.NONE : reasons.getFirst();
    }

    /** A pod of this node with a subject of its own. */
    final class TestPod {
        private final Address address;
        private final int ifindex;
        private final int subject = numbers++;
        private SubjectDefaults ingress = new SubjectDefaults(0, 0, 0, 0);
        private SubjectDefaults egress = ingress;
        private final Map<Struct, Integer> classes = new HashMap<>();
        private int revision = 1;
        private int since = 1;

        private TestPod(String address, int ifindex) {
            this.address = Address.parse(address);
            this.ifindex = ifindex;
            writeSubject();
            changed();
        }

        TestPod isolated(Direction direction, int cookie) {
            return defaults(direction, new SubjectDefaults(1, cookie, 0, 0));
        }

        /** By policies in shadow alone. */
        TestPod shadowed(Direction direction, int cookie) {
            return defaults(direction, new SubjectDefaults(IsolationMode.SHADOW.number(), cookie, 0, 0));
        }

        TestPod open(Direction direction) {
            return defaults(direction, new SubjectDefaults(0, 0, 0, 0));
        }

        TestPod defaults(Direction direction, SubjectDefaults defaults) {
            if (direction == Direction.INGRESS) {
                ingress = defaults;
            } else {
                egress = defaults;
            }
            writeSubject();
            return this;
        }

        /** A rule: this peer class may reach this port class. */
        TestPod admits(Direction direction, String peers, int protocol, int port, int cookie) {
            var peerClass = peerClass(direction, peers);
            var portClass = portClass(direction, protocol, port, protocol == 0 ? 40 : port == 0 ? 48 : 64);
            return verdict(direction, peerClass, portClass, cookie);
        }

        int peerClass(Direction direction, String peers) {
            return classes.computeIfAbsent(
                    new PeerClassKey(subject, direction, identity(peers)), key -> newClass("peer_class_map", key));
        }

        int portClass(Direction direction, int protocol, int port, int prefixLength) {
            return classes.computeIfAbsent(
                    new PortClassKey(prefixLength, subject, direction, protocol, port),
                    key -> newClass("port_class_map", key));
        }

        private int newClass(String map, Struct key) {
            map(map).put(key.toBytes(), Abi.u32(numbers));
            return numbers++;
        }

        TestPod verdict(Direction direction, int peerClass, int portClass, int cookie) {
            map("verdict_map").put(new VerdictKey(subject, direction, peerClass, portClass).toBytes(), Abi.u32(cookie));
            return this;
        }

        TestPod forgets(Direction direction, int peerClass, int portClass) {
            map("verdict_map").remove(new VerdictKey(subject, direction, peerClass, portClass).toBytes());
            return changed();
        }

        /** The address has come to another pod. */
        TestPod replaced() {
            since = revision;
            return changed();
        }

        /** Policy has changed: live connections are judged again. */
        TestPod changed() {
            map("endpoint_map")
                    .put(address.bytes(), new EndpointEntry(ifindex, subject, 0, revision++, since).toBytes());
            return this;
        }

        void withoutSubject() {
            map("subject_map").remove(Abi.u32(subject));
            changed();
        }

        private void writeSubject() {
            map("subject_map").put(Abi.u32(subject), new SubjectEntry(ingress, egress).toBytes());
        }
    }

    TestPod pod(String address, int ifindex) {
        return new TestPod(address, ifindex);
    }

    /** The identity of a range; a single address is a pod's. */
    int identity(String peers) {
        return identities.computeIfAbsent(
                peers, any -> newIdentity(peers, peers.contains("/") ? IdentityKind.OUTSIDE : IdentityKind.POD));
    }

    /** An address of a node. */
    void nodeAddress(String address) {
        identities.put(address, newIdentity(address, IdentityKind.NODE));
    }

    private int newIdentity(String peers, IdentityKind kind) {
        var prefix = peers.contains("/") ? Prefix.parse(peers) : Prefix.of(Address.parse(peers));
        var identity = kind.identity(numbers++);
        map("identity_map")
                .put(new IdentityKey(32 + prefix.length(), 0, prefix.address()).toBytes(), Abi.u32(identity));
        return identity;
    }

    Map<DropReason, Long> drops() {
        var drops = new HashMap<DropReason, Long>();
        for (var reason : DropReason.values()) {
            drops.put(reason, map("drop_map").sum(Abi.u32(reason.ordinal())));
        }
        return drops;
    }

    long lost(Loss loss) {
        return map("loss_map").sum(Abi.u32(loss.ordinal()));
    }

    long counted(int cookie, Direction direction, Verdict verdict) {
        return map("counter_map").sum(new CounterKey(cookie, direction, verdict).toBytes());
    }

    Map<DenialKey, Denial> denials() {
        var denials = new HashMap<DenialKey, Denial>();
        map("denial_map").forEach((key, value) -> denials.put(DenialKey.decode(key, 0), Denial.decode(value, 0)));
        return denials;
    }

    Map<SpoofKey, Spoof> spoofs() {
        var spoofs = new HashMap<SpoofKey, Spoof>();
        map("spoof_map").forEach((key, value) -> spoofs.put(SpoofKey.decode(key, 0), Spoof.decode(value, 0)));
        return spoofs;
    }

    Map<ConntrackKey, ConntrackEntry> connections() {
        var connections = new HashMap<ConntrackKey, ConntrackEntry>();
        map("conntrack_map")
                .forEach((key, value) -> connections.put(ConntrackKey.decode(key, 0), ConntrackEntry.decode(value, 0)));
        return connections;
    }

    /** The only connection there is. */
    ConntrackEntry connection() {
        var connections = connections();
        if (connections.size() != 1) {
            throw new AssertionError("not one connection: " + connections);
        }
        return connections.values().iterator().next();
    }

    /** No connection and no fragment has been seen. */
    void forget() {
        for (var name : List.of("conntrack_map", "fragment_map")) {
            var keys = new ArrayList<byte[]>();
            map(name).forEach((key, value) -> {
                var bytes = new byte[key.remaining()];
                key.get(bytes);
                keys.add(bytes);
            });
            keys.forEach(map(name)::remove);
        }
    }

    /** Makes every connection as old as if its last packet had come {@code age} ago. */
    void age(Duration age) {
        connections().forEach((key, entry) -> {
            var aged = new ConntrackEntry(
                    System.nanoTime() - age.toNanos(), entry.flags(), entry.ingress(), entry.egress());
            map("conntrack_map").put(key.toBytes(), aged.toBytes());
        });
    }

    List<VerdictEvent> events() {
        var events = new ArrayList<VerdictEvent>();
        try (var ring = new RingBuffer(map("events"))) {
            ring.poll(Duration.ZERO, (data, at) -> events.add(VerdictEvent.decode(data, at)));
        }
        return events;
    }

    @Override
    public void close() {
        maps.values().forEach(BpfMap::close);
        object.close();
    }
}
