package dev.weir.daemon.libbpf;

import dev.weir.daemon.datapath.ApplyOutcome.Refused;
import dev.weir.daemon.datapath.Datapath;
import dev.weir.daemon.datapath.Enforcer;
import dev.weir.daemon.datapath.Hook;
import dev.weir.daemon.datapath.Table;
import dev.weir.daemon.endpoint.NetworkInterfaces;
import dev.weir.daemon.grpc.ProgramBytes;
import dev.weir.daemon.layout.ConntrackKey;
import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.NodeStateStore;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.StateStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kernel as a program that is asked line by line: the server's scenarios and random clusters run through the real object and the
 * daemon's own reconciler with it. One load, one {@link Enforcer}; every program is a revision of it. All pods are behind the
 * loopback interface, on which BPF_PROG_TEST_RUN runs, and nothing is attached anywhere.
 *
 * <pre>
 * program BASE64-OF-PROGRAMUPDATE         → applied | refused WHY
 * from_pod TCP 10.244.1.2 10.244.1.3 80   → delivered⇥egress open⇥ingress admitted by shop/a[0]
 * to_pod UDP fd00::2 fd00::3 53           → dropped⇥ingress isolated by shop/a shop/b
 * to_pod TCP 10.244.1.9 10.244.1.3 80     → passed⇥ingress shadowed by shop/a
 * </pre>
 */
final class KernelJudge implements AutoCloseable {
    private static final int FORWARDED = 7;
    private static final int MAP_ENTRIES = 1024;
    private static final int FIRST_PORT = 32_768;
    private static final int TC_ACT_OK = 0;
    private static final int TC_ACT_SHOT = 2;
    private static final int TC_ACT_REDIRECT = 7;

    private final BpfObject object;
    private final BpfMap connections;
    private final Datapath datapath;
    private final Enforcer enforcer;
    private final Map<Address, String> routes = new HashMap<>();
    private Map<Integer, Cookie> cookies = Map.of();
    private @Nullable NodeState state;
    private int sourcePort = FIRST_PORT;

    private KernelJudge(Path pins) throws IOException {
        object = BpfObject.open(TestNode.OBJECT).pinMaps(pins);
        // They are emptied after every packet; what is large takes long to walk.
        List.of("conntrack_map", "counter_map").forEach(map -> object.resize(map, MAP_ENTRIES));
        object.load();
        connections = object.map("conntrack_map");
        datapath = LibbpfDatapath.load(TestNode.OBJECT, pins);
        var parts = new Enforcer.Parts(unattached(datapath), new Nowhere(), new Loopback(), NodeClock.system());
        enforcer = new Enforcer(parts, (next, change) -> state = next);
    }

    /** @param arguments a bpffs that ends with this process */
    public static void main(String[] arguments) throws IOException {
        try (var judge = new KernelJudge(Path.of(arguments[0], "judge"));
                var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                System.out.println(judge.answer(line.split(" ", -1)));
            }
        }
    }

    private String answer(String[] words) throws IOException {
        return switch (words[0]) {
            case "program" -> program(words[1]);
            case "from_pod_to_elsewhere" -> fromPodToElsewhere(words);
            default -> packet(words);
        };
    }

    // Routes only grow: an address that the program does not name means nothing.
    private String program(String update) throws IOException {
        var change = ProgramBytes.change(Base64.getDecoder().decode(update));
        change.content()
                .endpoints()
                .put()
                .forEach(endpoint -> endpoint.addresses().forEach(address -> routes.put(address, Loopback.NAME)));
        enforcer.scan(routes);
        if (enforcer.apply(change) instanceof Refused refused) {
            return "refused " + refused.reason();
        }
        cookies = numbered();
        return "applied";
    }

    private Map<Integer, Cookie> numbered() {
        var numbered = new HashMap<Integer, Cookie>();
        if (state != null) {
            var ids = state.ids();
            state.program()
                    .cookies()
                    .forEach((fingerprint, cookie) -> numbered.put(ids.find(IdTable.Kind.COOKIE, fingerprint), cookie));
        }
        return numbered;
    }

    private String packet(String[] words) {
        var before = datapath.drops();
        var run = object.program(hook(words[0]).program())
                .testRun(bytes(words), TestNode.context(ingressInterface(words[0])), 1);
        var answer = new ArrayList<String>();
        answer.add(fate(run.action(), before));
        var counters = datapath.counters();
        judgements(counters).entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().direction().name()))
                .forEach(entry -> answer.add(judgement(entry.getKey(), entry.getValue())));
        datapath.removeCounters(counters.keySet());
        forgetConnections();
        return String.join("\t", answer);
    }

    /** What would be denied is open, too: the two are one answer, and one without the other would be a mistake. */
    private static Map<CounterKey, Long> judgements(Map<CounterKey, Long> counters) {
        var judgements = new HashMap<>(counters);
        counters.forEach((key, count) -> {
            if (key.verdict() == Verdict.WOULD_DENY
                    && !judgements.remove(new CounterKey(0, key.direction(), Verdict.ALLOWED), count)) {
                throw new AssertionError("what would be denied was not counted as allowed: " + counters);
            }
        });
        return judgements;
    }

    /** The destination's row is taken out meanwhile: the sender's half alone. */
    private String fromPodToElsewhere(String[] words) {
        var destination = List.of(Address.parse(words[3]));
        var row = datapath.read(Table.ENDPOINT).get(destination.getFirst());
        datapath.delete(Table.ENDPOINT, destination);
        var answer = packet(words);
        if (row != null) {
            datapath.put(Table.ENDPOINT, List.of(Map.entry(destination.getFirst(), row)));
        }
        return answer;
    }

    private static Hook hook(String word) {
        return switch (word) {
            case "from_pod", "from_pod_to_elsewhere" -> Hook.FROM_POD;
            case "from_uplink" -> Hook.FROM_UPLINK;
            case "to_pod", "to_pod_from_node", "to_pod_from_itself" -> Hook.TO_POD;
            default -> throw new IllegalArgumentException("no such hook: " + word);
        };
    }

    private static int ingressInterface(String word) {
        return switch (word) {
            case "from_pod", "from_pod_to_elsewhere", "to_pod_from_itself" -> TestNode.HERE;
            case "to_pod_from_node" -> 0;
            default -> FORWARDED;
        };
    }

    private byte[] bytes(String[] words) {
        var from = end(words[2], ++sourcePort & 0xffff);
        var to = end(words[3], Integer.parseInt(words[4]));
        var packet = switch (words[1]) {
            case "TCP" -> TestPacket.tcp(from, to, TestPacket.SYN);
            case "UDP" -> TestPacket.udp(from, to);
            case "SCTP" -> TestPacket.sctp(from, to);
            case "ICMP", "ICMPv6" -> TestPacket.echo(words[2], words[3], sourcePort & 0xffff);
            default -> TestPacket.ofProtocol(Integer.parseInt(words[1]), words[2], words[3]);
        };
        return packet.bytes();
    }

    private static String end(String address, int port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    /** Only what policy denies is {@code dropped}; another reason is told, because no scenario expects one. */
    private String fate(int action, Map<DropReason, Long> before) {
        var reasons = new ArrayList<DropReason>();
        datapath.drops().forEach((reason, count) -> {
            if (count > before.getOrDefault(reason, 0L)) {
                reasons.add(reason);
            }
        });
        return switch (action) {
            case TC_ACT_OK -> "passed";
            case TC_ACT_REDIRECT -> "delivered";
            case TC_ACT_SHOT -> reasons.equals(List.of(DropReason.POLICY)) ? "dropped" : "dropped for " + reasons;
            default -> "action " + action;
        };
    }

    private String judgement(CounterKey key, long count) {
        var end = key.direction().name().toLowerCase(Locale.ROOT);
        return end + " " + meaning(key) + (count == 1 ? "" : " " + count + " times");
    }

    private String meaning(CounterKey key) {
        if (key.cookie() == 0) {
            return key.verdict() == Verdict.ALLOWED ? "open" : "closed";
        }
        var cookie = cookies.get(key.cookie());
        if (cookie == null || cookie.direction() != key.direction()) {
            return "decided by a cookie without meaning";
        }
        return verb(key.verdict())
                + cookie.policies().stream().map(KernelJudge::text).collect(Collectors.joining(" "));
    }

    private static String verb(Verdict verdict) {
        return switch (verdict) {
            case ALLOWED -> "admitted by ";
            case DENIED -> "isolated by ";
            case WOULD_DENY -> "shadowed by ";
        };
    }

    private static String text(PolicyMatch match) {
        var rules = match.rules().isEmpty() ? "" : match.rules().toString().replace(" ", "");
        return match.namespace() + "/" + match.name() + rules;
    }

    // So every packet is the first of its connection, also where there are no ports.
    private void forgetConnections() {
        var seen = new ArrayList<ConntrackKey>();
        connections.forEach((key, value) -> seen.add(ConntrackKey.decode(key, 0)));
        seen.forEach(key -> connections.remove(key.toBytes()));
    }

    @Override
    public void close() {
        connections.close();
        datapath.close();
        object.close();
    }

    /** The datapath without interfaces, in which no packet is under way while something changes. */
    static Datapath unattached(Datapath real) {
        return ChangedPort.of(Datapath.class, real, (method, arguments, rest) -> switch (method) {
            case "attach", "detach", "settle" -> null;
            case "attachments" -> Set.of();
            default -> rest.proceed();
        });
    }

    private static final class Nowhere implements NodeStateStore {
        @Override
        public Optional<NodeState> load() {
            return Optional.empty();
        }

        @Override
        public void save(NodeState state) {}

        @Override
        public void append(StateStep step) {}

        @Override
        public boolean hasOutgrown() {
            return false;
        }
    }

    static final class Loopback implements NetworkInterfaces {
        static final String NAME = "lo";

        @Override
        public OptionalInt indexOf(String name) {
            return OptionalInt.of(TestNode.HERE);
        }

        @Override
        public Map<Integer, String> all() {
            return Map.of(TestNode.HERE, NAME);
        }
    }
}
