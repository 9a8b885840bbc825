package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNetwork.CLIENT_ADDRESS;
import static dev.weir.daemon.libbpf.TestNetwork.NODE;
import static dev.weir.daemon.libbpf.TestNetwork.SERVER_ADDRESS;
import static dev.weir.daemon.libbpf.TestNetwork.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.daemon.datapath.Attachment;
import dev.weir.daemon.datapath.Enforcer;
import dev.weir.daemon.datapath.Hook;
import dev.weir.daemon.endpoint.NetworkInterfaces;
import dev.weir.daemon.grpc.NodeStateFile;
import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.ConntrackEntry;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.Judgement;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.testing.Changes;
import dev.weir.daemon.testing.Programs;
import dev.weir.daemon.testing.TestClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs are replaced while real sockets talk through them: by the same version, by the next one with the same layouts, and by one in
 * which a connection's entry is longer. No connection is lost, and no packet of a denied pair passes.
 */
@RequiresBpf
final class UpgradeTests {
    private static final Path ROOT =
            Path.of("/sys/fs/bpf/weir-upgrade-" + ProcessHandle.current().pid());
    private static final Path OLD = ROOT.resolve("v" + Abi.VERSION);
    private static final Path NEW = ROOT.resolve("v" + (Abi.VERSION + 1));

    /** Built with ABI_NEXT, see bpf/Makefile. */
    private static final Path NEXT_OBJECT = Path.of("..", "bpf", "build", "next.bpf.o");

    private static final Heritage SAME_LAYOUTS = new Heritage(2, Map.of());
    private static final Heritage LONGER_CONNECTIONS = new Heritage(2, Map.of("conntrack_map", UpgradeTests::longer));

    private final TestNetwork network = new TestNetwork();

    @TempDir
    Path folder;

    private Life old;
    private TestTraffic traffic;

    /** A daemon's life, as far as the kernel is concerned. */
    private final class Life implements AutoCloseable {
        private final LibbpfDatapath datapath;
        private final NodeStateFile file = new NodeStateFile(folder);
        private final Enforcer enforcer;

        Life(Path object, Path pins, Heritage heritage) throws IOException {
            datapath = LibbpfDatapath.load(object, pins, heritage);
            enforcer = new Enforcer(
                    new Enforcer.Parts(datapath, file, new Interfaces(), new TestClock()), (state, change) -> {});
            enforcer.start();
        }

        long denied() {
            return datapath.drops().getOrDefault(DropReason.POLICY, 0L);
        }

        @Override
        public void close() throws IOException {
            file.close();
            datapath.close();
        }
    }

    private final class Interfaces implements NetworkInterfaces {
        private final Map<Integer, String> names =
                Map.of(network.ifindex("client"), "client", network.ifindex("server"), "server");

        @Override
        public OptionalInt indexOf(String name) {
            return names.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(name))
                    .mapToInt(Map.Entry::getKey)
                    .findFirst();
        }

        @Override
        public Map<Integer, String> all() {
            return names;
        }
    }

    @BeforeEach
    void enforceWithTheOldVersion() throws Exception {
        network.forward(true);
        old = within(NODE, () -> {
            var life = new Life(TestNode.OBJECT, OLD, SAME_LAYOUTS);
            life.enforcer.announce(Programs.CLIENT, "uid-client", "client");
            life.enforcer.announce(Programs.WEB, "uid-web", "server");
            life.enforcer.apply(Changes.between(NodeProgram.EMPTY, program()));
            return life;
        });
        traffic = new TestTraffic();
        goOn();
    }

    private static NodeProgram program() {
        var client = Address.parse(CLIENT_ADDRESS);
        var server = Address.parse(SERVER_ADDRESS);
        return Programs.webAdmitsClient()
                .withEndpoint(Programs.CLIENT, Programs.OPEN, client)
                .withEndpoint(Programs.WEB, Programs.ADMITTING, server)
                .withIdentity("client", client, Programs.CLIENT_IDENTITY)
                .withIdentity("web", server, Programs.WEB_IDENTITY)
                .at(1);
    }

    @AfterEach
    void unpin() throws IOException {
        traffic.close();
        old.close();
        Pins.remove(ROOT);
        network.close();
    }

    // Some more of everything.
    private void goOn() {
        var answers = traffic.answers() + 50;
        var opened = traffic.opened() + 50;
        var denied = traffic.denied() + 50;
        await().atMost(Duration.ofMinutes(1))
                .until(() -> traffic.answers() > answers && traffic.opened() > opened && traffic.denied() > denied);
    }

    @Test
    void theSameVersionReplacesItsProgramsUnderTraffic() throws Exception {
        var before = programIds(OLD);
        for (var restart = 0; restart < 5; restart++) {
            try (var next = new Life(TestNode.OBJECT, OLD, SAME_LAYOUTS)) {
                goOn();
                assertThat(next.enforcer.program().revision()).isEqualTo(1);
            }
        }
        assertThat(programIds(OLD)).doesNotContainAnyElementsOf(before);
        assertNothingWasLost(old);
    }

    @Test
    void theNextVersionTakesOverItsMapsUnderTraffic() throws Exception {
        var before = programIds(OLD);
        try (var next = new Life(TestNode.OBJECT, NEW, SAME_LAYOUTS)) {
            goOn();
            assertThat(OLD).doesNotExist();
            assertThat(new PinnedLinks(NEW).attachments()).hasSize(4);
            assertThat(programIds(NEW)).doesNotContainAnyElementsOf(before);
            assertNothingWasLost(next);
        }
    }

    @Test
    void theNextVersionRewritesConnectionsUnderTraffic() throws Exception {
        try (var next = new Life(NEXT_OBJECT, NEW, LONGER_CONNECTIONS)) {
            goOn();
            traffic.stop();
            assertThat(OLD).doesNotExist();
            assertThat(traffic.leaked()).isZero();
            assertThat(next.denied()).isGreaterThanOrEqualTo(traffic.denied());
            print(next);
        }
    }

    @Test
    void anUpgradeThatDiedBetweenTwoLinksGoesOn() throws Exception {
        var upgrade = Upgrade.to(NEW, SAME_LAYOUTS);
        upgrade.shareMaps();
        try (var object = BpfObject.open(TestNode.OBJECT).pinMaps(NEW).load()) {
            new PinnedLinks(NEW)
                    .adopt(OLD, new Attachment(Hook.TO_POD, network.ifindex("server")), object.program("to_pod"));
        }
        goOn();
        assertThat(new PinnedLinks(OLD).attachments()).hasSize(3);
        try (var next = new Life(TestNode.OBJECT, NEW, SAME_LAYOUTS)) {
            goOn();
            assertThat(OLD).doesNotExist();
            assertThat(new PinnedLinks(NEW).attachments()).hasSize(4);
            assertNothingWasLost(next);
        }
    }

    @Test
    void aMapThatTheOlderVersionDidNotHaveIsANewOne() throws Exception {
        Files.delete(OLD.resolve("pair_map"));
        try (var next = new Life(TestNode.OBJECT, NEW, SAME_LAYOUTS)) {
            goOn();
            assertThat(NEW.resolve("pair_map")).exists();
            assertThat(next.datapath.pairs()).isNotEmpty();
            assertNothingWasLost(next);
        }
    }

    @Test
    void aVersionThatIsNotKnownGoesOnEnforcing() throws Exception {
        var before = programIds(OLD);
        assertThatThrownBy(() -> LibbpfDatapath.load(TestNode.OBJECT, NEW, new Heritage(Abi.VERSION + 1, Map.of())))
                .isInstanceOfSatisfying(
                        UpgradeException.class,
                        refused -> assertThat(refused.action()).contains("--clean"))
                .hasMessageContaining("version " + Abi.VERSION)
                .hasMessageContaining("version " + (Abi.VERSION + 1));
        assertThat(programIds(OLD)).isEqualTo(before);
        assertThat(NEW).doesNotExist();
        goOn();
        assertNothingWasLost(old);
    }

    @Test
    void aLaterVersionIsNotReplacedByAnEarlierOne() throws Exception {
        try (var next = new Life(TestNode.OBJECT, NEW, SAME_LAYOUTS)) {
            assertThatThrownBy(() -> LibbpfDatapath.load(TestNode.OBJECT, OLD, SAME_LAYOUTS))
                    .isInstanceOf(UpgradeException.class);
            goOn();
            assertNothingWasLost(next);
        }
    }

    // Were a packet of the other two kinds ever denied, more would be counted than the denied ones.
    private void assertNothingWasLost(Life life) {
        traffic.stop();
        assertThat(traffic.leaked()).isZero();
        assertThat(life.denied()).isEqualTo(traffic.denied());
        print(life);
    }

    private void print(Life life) {
        System.out.printf(
                "%d answers on one connection, %d new connections, %d of %d dropped packets were the denied pair's%n",
                traffic.answers(), traffic.opened(), traffic.denied(), life.denied());
    }

    private static TreeSet<Integer> programIds(Path pins) throws IOException {
        var ids = new TreeSet<Integer>();
        try (var files = Files.list(pins)) {
            for (var pin : files.filter(PinnedLinks::isLink).toList()) {
                try (var link = BpfLink.openPinned(pin)) {
                    ids.add(link.programId());
                }
            }
        }
        return ids;
    }

    // What a version with another layout does: keep what is known, and have the next packet judged again.
    private static byte[] longer(byte[] value) {
        var entry = ConntrackEntry.decode(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()), 0);
        var unjudged = new Judgement(0, Verdict.DENIED, 0, 0);
        var known = new ConntrackEntry(entry.lastSeenNanos(), entry.flags(), unjudged, unjudged);
        return ByteBuffer.allocate(Long.BYTES + ConntrackEntry.SIZE)
                .putLong(0)
                .put(known.toBytes())
                .array();
    }
}
