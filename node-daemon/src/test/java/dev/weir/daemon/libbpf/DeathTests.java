package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.datapath.Datapath;
import dev.weir.daemon.datapath.Enforcer;
import dev.weir.daemon.datapath.Table;
import dev.weir.daemon.endpoint.NetworkInterfaces;
import dev.weir.daemon.grpc.NodeStateFile;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.NodeStateStore;
import dev.weir.daemon.testing.Changes;
import dev.weir.daemon.testing.Programs;
import dev.weir.daemon.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that dies before each single operation of an apply, on the kernel's maps and on its file, one after another. While it is dead,
 * packets are judged as before the change or as after it. The next daemon, without any server, has the old revision or the
 * new one, and packets agree with it. Death is an error that nothing catches: nothing that the daemon would do later is done.
 */
@RequiresBpf
final class DeathTests {
    private static final Path PINS =
            Path.of("/sys/fs/bpf/weir-death-" + ProcessHandle.current().pid());
    private static final Map<Integer, String> INTERFACES = Map.of(1, "veth-web", TestNode.NEIGHBOUR, "veth-client");

    @TempDir
    Path folder;

    private BpfObject programs;
    private int port = 1024;
    private int operations;
    private int deadly;

    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A daemon's life: what it has open ends with it. */
    private final class Life implements AutoCloseable {
        private final LibbpfDatapath maps = LibbpfDatapath.load(TestNode.OBJECT, PINS);
        private final NodeStateFile file = new NodeStateFile(folder);
        private final Enforcer enforcer;

        Life() throws IOException {
            enforcer = new Enforcer(
                    new Enforcer.Parts(
                            ChangedPort.of(Datapath.class, maps, this::onMaps),
                            ChangedPort.of(NodeStateStore.class, file, (method, arguments, rest) -> {
                                if (!method.equals("hasOutgrown")) {
                                    step();
                                }
                                return rest.proceed();
                            }),
                            new Interfaces(),
                            new TestClock()),
                    (state, change) -> {});
            enforcer.start();
            enforcer.announce(Programs.WEB, "uid-web", "veth-web");
            enforcer.announce(Programs.CLIENT, "uid-client", "veth-client");
        }

        // Nothing is attached: packets go in through the kernel's test run. Entries are written one by one, so that it
        // can die between
        // any two.
        private @Nullable Object onMaps(String method, Object[] arguments, ChangedPort.Call rest) throws Throwable {
            switch (method) {
                case "attach", "detach" -> {
                    return null;
                }
                case "attachments" -> {
                    return Set.of();
                }
                case "put" -> {
                    for (var entry : (List<?>) arguments[1]) {
                        step();
                        put(table(arguments[0]), entry);
                    }
                    return null;
                }
                case "delete" -> {
                    for (var key : (List<?>) arguments[1]) {
                        step();
                        maps.delete(table(arguments[0]), List.of(key));
                    }
                    return null;
                }
                case "settle", "write" -> step();
                default -> {
                    // Only looks.
                }
            }
            return rest.proceed();
        }

        // The enforcer passes what belongs together.
        @SuppressWarnings("unchecked")
        private <K, V> void put(Table<K, V> table, Object entry) {
            maps.put(table, List.of((Map.Entry<K, V>) entry));
        }

        @SuppressWarnings("unchecked")
        private static Table<Object, Object> table(Object table) {
            return (Table<Object, Object>) table;
        }

        @Override
        public void close() throws IOException {
            file.close();
            maps.close();
        }
    }

    private static final class Interfaces implements NetworkInterfaces {
        @Override
        public OptionalInt indexOf(String name) {
            return INTERFACES.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(name))
                    .mapToInt(Map.Entry::getKey)
                    .findFirst();
        }

        @Override
        public Map<Integer, String> all() {
            return INTERFACES;
        }
    }

    private void step() {
        if (++operations == deadly) {
            throw new Death();
        }
    }

    @BeforeEach
    void loadTheProgramsOverTheSameMaps() {
        LibbpfDatapath.load(TestNode.OBJECT, PINS).close();
        programs = BpfObject.open(TestNode.OBJECT).pinMaps(PINS).load();
    }

    @AfterEach
    void unpin() throws IOException {
        programs.close();
        Pins.remove(PINS);
    }

    @Test
    void policyComes() throws IOException {
        dieEverywhere(Programs.webIsolated(), Programs.webAdmitsClient());
    }

    @Test
    void policyGoes() throws IOException {
        dieEverywhere(Programs.webAdmitsClient(), Programs.noPolicies());
    }

    @Test
    void podsAreRelabelledOverABridge() throws IOException {
        dieEverywhere(
                Programs.webAdmitsClient(),
                Programs.webIsolated().withIdentity("client", Programs.CLIENT_ADDRESS, 999));
    }

    @Test
    void endpointsFlipToTheOtherIdentityTable() throws IOException {
        dieEverywhere(
                Programs.webIsolated(),
                Programs.webIsolated()
                        .withEndpoint(Programs.CLIENT, Programs.ISOLATED, Programs.CLIENT_ADDRESS)
                        .withEndpoint(Programs.WEB, Programs.OPEN, Programs.WEB_ADDRESS)
                        .withIdentity("client", Programs.CLIENT_ADDRESS, 999));
    }

    private void dieEverywhere(Programs before, Programs after) throws IOException {
        var old = verdictsOf(before.at(1));
        var next = verdictsOf(after.at(2));
        assertThat(old).isNotEqualTo(next);
        var deaths = 0;
        while (diesAt(deaths + 1, before.at(1), after.at(2))) {
            deaths++;
            for (var question = 0; question < old.size(); question++) {
                assertThat(verdicts().get(question))
                        .as("while dead, at operation %s, packet %s", deaths, question)
                        .isIn(old.get(question), next.get(question));
            }
            try (var restarted = new Life()) {
                assertThat(verdicts())
                        .as("after death at operation " + deaths)
                        .isEqualTo(restarted.enforcer.program().revision() == 1 ? old : next);
            }
        }
        System.out.printf(
                "%s to %s: died at each of %d operations%n",
                before.subjects().size(), after.subjects().size(), deaths);
        assertThat(deaths).isGreaterThan(5);
        assertThat(verdicts()).isEqualTo(next);
    }

    private boolean diesAt(int operation, NodeProgram before, NodeProgram after) throws IOException {
        deadly = 0;
        try (var life = new Life()) {
            life.enforcer.apply(Changes.between(NodeProgram.EMPTY, before));
            operations = 0;
            deadly = operation;
            life.enforcer.apply(Changes.between(before, after));
            return false;
        } catch (Death e) {
            return true;
        } finally {
            deadly = 0;
        }
    }

    private List<String> verdictsOf(NodeProgram program) throws IOException {
        try (var life = new Life()) {
            life.enforcer.apply(Changes.between(NodeProgram.EMPTY, program));
            return verdicts();
        }
    }

    // Each is a new connection; both programs, both pods.
    private List<String> verdicts() {
        var client = Programs.CLIENT_ADDRESS + ":" + ++port;
        var verdicts = new ArrayList<String>();
        verdicts.add(run("to_pod", 7, udp(client, Programs.WEB_ADDRESS + ":80")));
        verdicts.add(run("to_pod", 7, TestPacket.tcp(client, Programs.WEB_ADDRESS + ":80", TestPacket.SYN)));
        verdicts.add(run("to_pod", 7, TestPacket.tcp(client, Programs.WEB_ADDRESS + ":81", TestPacket.SYN)));
        verdicts.add(run("from_pod", 1, udp(Programs.WEB_ADDRESS + ":" + ++port, Programs.CLIENT_ADDRESS + ":53")));
        return verdicts;
    }

    private String run(String program, int ingressIfindex, TestPacket packet) {
        var action = programs.program(program)
                .testRun(packet.bytes(), TestNode.context(ingressIfindex), 1)
                .action();
        return action == 2 ? "dropped" : "passed";
    }
}
