package dev.weir.daemon;

import static dev.weir.daemon.testing.Updates.FROM_CLIENT;
import static dev.weir.daemon.testing.Updates.OPEN;
import static dev.weir.daemon.testing.Updates.delta;
import static dev.weir.daemon.testing.Updates.endpoint;
import static dev.weir.daemon.testing.Updates.identity;
import static dev.weir.daemon.testing.Updates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.weir.daemon.datapath.Table;
import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.libbpf.BpfLink;
import dev.weir.daemon.libbpf.BpfMap;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.testing.TestControlPlane;
import dev.weir.daemon.testing.TestNode;
import dev.weir.daemon.testing.Updates;
import dev.weir.proto.v1.AttachedProgram;
import dev.weir.proto.v1.EndpointReading;
import dev.weir.proto.v1.MapUsage;
import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.ReadEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon tells of the kernel is what the kernel has, also when somebody else has changed it. */
@Tag("bpf")
class KernelReadBackBpfTests {
    private static final String CLIENT = "10.99.1.2";
    private static final String SHOP = "10.99.1.3";

    @TempDir
    Path folder;

    private TestNode node;
    private TestControlPlane server;
    private long asked;

    @BeforeEach
    void aNodeWithOnePolicy() throws IOException {
        node = new TestNode(folder);
        node.addPod("client", CLIENT);
        node.addPod("web", SHOP);
        node.startDaemon();
        node.attach("client");
        node.attach("web");
        server = new TestControlPlane(node.serverSocket());
        await().until(server::isConnected);
        server.send(snapshot(7)
                .addSubjects(Updates.open())
                .addSubjects(Updates.fromClient(101, 8080))
                .addCookies(Updates.isolation())
                .addCookies(Updates.admission())
                .addEndpoints(endpoint("client", OPEN, CLIENT))
                .addEndpoints(endpoint("web", FROM_CLIENT, SHOP))
                .addIdentities(identity("client", 101, CLIENT))
                .addIdentities(identity("web", 102, SHOP))
                .build());
        await().until(() -> server.applied(7));
    }

    @AfterEach
    void removeNode() throws IOException {
        server.close();
        node.close();
    }

    private Path pins() {
        return Path.of("/sys/fs/bpf/weir", node.name(), "v" + Abi.VERSION);
    }

    private BpfMap map(Table<?, ?> table) {
        return BpfMap.openPinned(pins().resolve(table.name()));
    }

    private void ask(String address) {
        server.send(ProgramUpdate.newBuilder()
                .setReadEndpoint(ReadEndpoint.newBuilder()
                        .setId(++asked)
                        .addAddresses(ByteString.copyFrom(Address.parse(address).wireBytes()))
                        .setMaxEntries(100))
                .build());
    }

    private EndpointReading answered() {
        await().until(() -> answers().anyMatch(reading -> reading.getId() == asked));
        return answers().filter(reading -> reading.getId() == asked).findFirst().orElseThrow();
    }

    private Stream<EndpointReading> answers() {
        return server.heard.stream().filter(NodeMessage::hasReading).map(NodeMessage::getReading);
    }

    private EndpointReading read(String address) {
        ask(address);
        return answered();
    }

    @Test
    void theReportNamesTheProgramsThatTheLinksHoldAndTellsThemOnce() throws IOException {
        await().until(() -> programs().size() == 2 && programs().getFirst().getInterfacesCount() == 2);
        for (var program : programs()) {
            assertThat(program.getInterfacesList()).containsExactly("client", "web");
            assertThat(program.getTag()).matches("[0-9a-f]{16}");
            assertThat(program.getTranslatedBytes()).isGreaterThan(1000);
            assertThat(Instant.ofEpochSecond(program.getLoadedAt().getSeconds()))
                    .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(2));
        }
        assertThat(programs()).extracting(AttachedProgram::getHook).containsExactly("from_pod", "to_pod");
        try (var files = Files.list(pins())) {
            for (var pin : files.filter(file -> file.getFileName().toString().startsWith("link_from_pod"))
                    .toList()) {
                try (var link = BpfLink.openPinned(pin)) {
                    assertThat(link.programId()).isEqualTo(programs().getFirst().getId());
                }
            }
        }
        var reports = reportsWithPrograms();
        await().until(() -> reports() > reports + 4);
        assertThat(reportsWithPrograms()).isEqualTo(reports);
    }

    private List<AttachedProgram> programs() {
        return server.heard.stream()
                .filter(message -> message.getReport().hasPrograms())
                .reduce((one, later) -> later)
                .map(message -> message.getReport().getPrograms().getProgramsList())
                .orElse(List.of());
    }

    private long reportsWithPrograms() {
        return server.heard.stream()
                .filter(message -> message.getReport().hasPrograms())
                .count();
    }

    private long reports() {
        return server.heard.stream().filter(NodeMessage::hasReport).count();
    }

    @Test
    void theReportSaysOfEachMapItsTypeItsNumberAndItsMemory() {
        // What a walk takes is looked at every 10 s. An empty trie takes nothing.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> maps().stream().noneMatch(map -> map.getEntries() > 0 && map.getBytes() == 0));
        for (MapUsage usage : maps()) {
            try (var map = BpfMap.openPinned(pins().resolve(usage.getName()))) {
                assertThat(usage.getId()).as(usage.getName()).isEqualTo(map.id());
                assertThat(usage.getMaxEntries()).isEqualTo(map.maxEntries());
                assertThat(usage.getType()).isEqualTo(map.type()).doesNotMatch("\\d+");
            }
        }
        assertThat(maps())
                .filteredOn(map -> map.getName().equals("verdict_map"))
                .singleElement()
                .satisfies(map -> {
                    assertThat(map.getEntries()).isEqualTo(1);
                    assertThat(map.getBytes()).isPositive();
                    assertThat(map.getType()).isEqualTo("hash");
                });
    }

    private List<MapUsage> maps() {
        return server.heard.stream()
                .filter(message -> message.getReport().getRevision() == 7)
                .reduce((one, later) -> later)
                .map(message -> message.getReport().getMapsList())
                .orElse(List.of(MapUsage.newBuilder().setEntries(1).build()));
    }

    @Test
    void aPodsPolicyIsReadAsItStandsInTheMaps() {
        var reading = read(SHOP);

        assertThat(reading.getRevision()).isEqualTo(7);
        assertThat(reading.getRowsList()).singleElement().satisfies(row -> {
            assertThat(row.getInterface()).isEqualTo("web");
            assertThat(row.getSubject()).isEqualTo(FROM_CLIENT);
        });
        var sent = Updates.fromClient(101, 8080).getIngress();
        var ingress = reading.getSubjects(0).getIngress();
        assertThat(ingress.getIsolated()).isTrue();
        assertThat(ingress.getIsolationCookie()).isEqualTo(sent.getIsolationCookie());
        assertThat(ingress.getPortClassesList()).isEqualTo(sent.getPortClassesList());
        assertThat(ingress.getVerdictsList()).isEqualTo(sent.getVerdictsList());
        assertThat(ingress.getPeerClasses(0).getIdentity()).isEqualTo(101);
        assertThat(reading.getSubjects(0).getEgress().getIsolated()).isFalse();
        assertThat(reading.getUnnamedList()).isEmpty();
        // Two pods, and the entry that keeps ::/0 from IPv4.
        assertThat(reading.getIdentities().getEntries()).isEqualTo(3);
        assertThat(reading.getIdentities().getMissing()).isZero();
        assertThat(reading.getIdentities().getDifferencesList()).isEmpty();
    }

    @Test
    void whatAnotherProgramDidToTheMapsIsInTheAnswer() {
        try (var verdicts = map(Table.VERDICT);
                var identities = map(Table.IDENTITY);
                var ports = map(Table.PORT_CLASS)) {
            verdicts.remove(keys(verdicts).getFirst());
            keys(identities).forEach(identities::remove);
            var subject = Table.PORT_CLASS.key().decode().apply(first(ports)).subject();
            ports.put(new PortClassKey(64, subject, Direction.INGRESS, 6, 9090).toBytes(), Abi.u32(4711));
        }

        var reading = read(SHOP);

        assertThat(reading.getSubjects(0).getIngress().getVerdictsList()).isEmpty();
        assertThat(reading.getIdentities().getMissing()).isEqualTo(3);
        assertThat(reading.getUnnamedList()).singleElement().asString().contains("4711", "9090");
    }

    private static ByteBuffer first(BpfMap map) {
        return ByteBuffer.wrap(keys(map).getFirst()).order(ByteOrder.nativeOrder());
    }

    private static List<byte[]> keys(BpfMap map) {
        var keys = new ArrayList<byte[]>();
        map.forEach((key, value) -> {
            var bytes = new byte[map.keySize()];
            key.get(0, bytes);
            keys.add(bytes);
        });
        return keys;
    }

    @Test
    void aQuestionBetweenTheMessagesOfAnUpdateDisturbsNeither() {
        var whole = delta(7, 8).addRemovedSubjects(999);
        server.send(whole.clone().setMore(true).build());
        ask(SHOP);
        assertThat(answered().getRevision()).isEqualTo(7);
        server.send(delta(7, 8).build());
        await().until(() -> server.applied(8));
        assertThat(read(SHOP).getRevision()).isEqualTo(8);
    }

    @Test
    void aMalformedQuestionIsAnsweredWithWhatIsWrongWithIt() {
        server.send(ProgramUpdate.newBuilder()
                .setReadEndpoint(ReadEndpoint.newBuilder().setId(++asked).addAddresses(ByteString.copyFromUtf8("x")))
                .build());
        assertThat(answered().getProblem()).contains("4 or 16 bytes");
    }
}
