package dev.weir.daemon;

import static dev.weir.daemon.testing.Updates.DEFAULT_DENY;
import static dev.weir.daemon.testing.Updates.FROM_CLIENT;
import static dev.weir.daemon.testing.Updates.OPEN;
import static dev.weir.daemon.testing.Updates.delta;
import static dev.weir.daemon.testing.Updates.endpoint;
import static dev.weir.daemon.testing.Updates.identity;
import static dev.weir.daemon.testing.Updates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.daemon.testing.TestControlPlane;
import dev.weir.daemon.testing.TestNode;
import dev.weir.daemon.testing.Updates;
import dev.weir.proto.v1.ProgramUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process, with the real datapath, in namespaces of its own; the test plays the server. */
@Tag("bpf")
class NodeDaemonBpfTests {
    private static final String CLIENT = "10.99.1.2";
    private static final String SHOP = "10.99.1.3";

    @TempDir
    Path folder;

    private TestNode node;

    @BeforeEach
    void startNode() throws IOException {
        node = new TestNode(folder);
        node.addPod("client", CLIENT);
        node.addPod("web", SHOP);
        node.listen("web", 8080);
        node.listen("web", 9090);
        await().until(() -> node.connects("client", SHOP, 8080));
        node.startDaemon();
        node.attach("client");
        node.attach("web");
    }

    @AfterEach
    void removeNode() throws IOException {
        node.close();
    }

    private static ProgramUpdate everythingOpen(long revision) {
        return snapshot(revision)
                .addSubjects(Updates.open())
                .addEndpoints(endpoint("client", OPEN, CLIENT))
                .addEndpoints(endpoint("web", OPEN, SHOP))
                .addIdentities(identity("client", 101, CLIENT))
                .addIdentities(identity("web", 102, SHOP))
                .build();
    }

    private static ProgramUpdate webDenied(long base) {
        return delta(base, base + 1)
                .addSubjects(Updates.defaultDeny())
                .addCookies(Updates.isolation())
                .addEndpoints(endpoint("web", DEFAULT_DENY, SHOP))
                .build();
    }

    private static ProgramUpdate webFromClient(long base) {
        return delta(base, base + 1)
                .addSubjects(Updates.fromClient(101, 8080))
                .addCookies(Updates.admission())
                .addEndpoints(endpoint("web", FROM_CLIENT, SHOP))
                .addRemovedSubjects(DEFAULT_DENY)
                .build();
    }

    private static void apply(TestControlPlane server, ProgramUpdate update) {
        await().until(server::isConnected);
        server.send(update);
        await().until(() -> server.applied(update.getRevision()));
    }

    @Test
    void anAttachedPodIsClosedUntilItIsProgrammed() throws IOException {
        assertThat(node.connects("client", SHOP, 8080)).isFalse();

        try (var server = new TestControlPlane(node.serverSocket())) {
            apply(server, everythingOpen(1));
            assertThat(node.awaitProgrammed("web")).isEqualTo(1);
            assertThat(node.connects("client", SHOP, 8080)).isTrue();
        }
    }

    @Test
    void policiesAreEnforcedAndRecorded() throws IOException {
        try (var server = new TestControlPlane(node.serverSocket())) {
            apply(server, everythingOpen(1));
            apply(server, webDenied(1));
            assertThat(node.connects("client", SHOP, 8080)).isFalse();
            await().until(() -> server.records.stream().anyMatch(record -> !record.getAllowed()));
            var denied = server.records.getFirst();
            assertThat(denied.getIsolatedBy(0).getName()).isEqualTo("default-deny");
            assertThat(denied.getSource().getPod().getPod()).isEqualTo("client");
            assertThat(denied.getDestination().getPod().getName()).isEqualTo("web-app");
            assertThat(denied.getDestinationPort()).isEqualTo(8080);

            apply(server, webFromClient(2));
            assertThat(node.connects("client", SHOP, 8080)).isTrue();
            assertThat(node.connects("client", SHOP, 9090)).isFalse();
            await().until(() -> server.records.stream().anyMatch(record -> record.getAllowed()));
            assertThat(Files.readString(node.recordFile()))
                    .contains(
                            "\"policies\":[{\"name\":\"client-in\",\"namespace\":\"shop\",\"kind\":\"NetworkPolicy\"}]");
            await().untilAsserted(() -> assertThat(server.heard)
                    .anySatisfy(message -> assertThat(
                                    message.getReport().getCounts().getPoliciesList())
                            .anySatisfy(count -> {
                                assertThat(count.getPolicy()).isEqualTo("client-in");
                                assertThat(count.getAllowed()).isEqualTo(1);
                                assertThat(count.getRules(0).getHits()).isEqualTo(1);
                            })));
        }
    }

    @Test
    void whoSendsFromAForeignAddressIsRecordedByItsRealName() throws IOException {
        try (var server = new TestControlPlane(node.serverSocket())) {
            apply(server, everythingOpen(1));
            assertThat(node.connectsAs("203.0.113.9", "client", SHOP, 8080)).isFalse();
            assertThat(node.connects("client", SHOP, 8080)).isTrue();

            await().until(() -> !server.records.isEmpty());
            var spoofed = server.records.getFirst();
            assertThat(spoofed.getDropReason()).isEqualTo("spoofed_source");
            assertThat(spoofed.getSource().getPod().getPod()).isEqualTo("client");
            assertThat(spoofed.getSourceAddress().toByteArray()).containsExactly(203, 0, 113, 9);
            assertThat(spoofed.getDestination().getPod().getPod()).isEqualTo("web");
            assertThat(spoofed.getIsolatedByList()).isEmpty();
        }
    }

    @Test
    void aKilledDaemonKeepsEnforcingAndTakesOver() throws IOException {
        try (var server = new TestControlPlane(node.serverSocket())) {
            apply(server, everythingOpen(1));
            apply(server, webDenied(1));
            apply(server, webFromClient(2));
        }
        node.killDaemon();
        assertThat(node.connects("client", SHOP, 8080)).isTrue();
        assertThat(node.connects("client", SHOP, 9090)).isFalse();

        node.startDaemon();
        assertThat(node.awaitProgrammed("web")).isEqualTo(3);
        assertThat(node.connects("client", SHOP, 8080)).isTrue();
        assertThat(node.connects("client", SHOP, 9090)).isFalse();

        try (var server = new TestControlPlane(node.serverSocket())) {
            await().until(server::isConnected);
            assertThat(server.heard.getFirst().getHello().getRevision()).isEqualTo(3);
            apply(server, delta(3, 4).addEndpoints(endpoint("web", OPEN, SHOP)).build());
            assertThat(node.connects("client", SHOP, 9090)).isTrue();
        }
    }

    @Test
    void countsAreExactOverTheDeathOfTheDaemon() throws IOException {
        try (var server = new TestControlPlane(node.serverSocket())) {
            apply(server, everythingOpen(1));
            apply(server, webDenied(1));
            apply(server, webFromClient(2));
            node.connectRepeatedly("client", SHOP, 8080, 20);
            await().until(() -> allowed(server) == 20);
        }
        node.connectRepeatedly("client", SHOP, 8080, 7); // nobody hears of them before the daemon dies
        node.killDaemon();
        node.connectRepeatedly("client", SHOP, 8080, 13);
        node.startDaemon();
        try (var server = new TestControlPlane(node.serverSocket())) {
            await().until(() -> allowed(server) == 40);
            node.connectRepeatedly("client", SHOP, 8080, 2);
            await().until(() -> allowed(server) == 42);
        }
    }

    /** The last that was heard of connections that client-in admitted. */
    private static long allowed(TestControlPlane server) {
        return server.heard.stream()
                .flatMap(message -> message.getReport().getCounts().getPoliciesList().stream())
                .filter(count -> count.getPolicy().equals("client-in"))
                .mapToLong(count -> count.getAllowed())
                .reduce(0, (earlier, later) -> later);
    }

    @Test
    void theDaemonStaysWithinItsMemory() throws IOException {
        try (var server = new TestControlPlane(node.serverSocket())) {
            apply(server, everythingOpen(1));
            apply(server, webDenied(1));
            apply(server, webFromClient(2));
            for (var revision = 3; revision < 100; revision++) {
                var address = "10.98.%d.%d".formatted(revision / 250, revision % 250);
                apply(
                        server,
                        delta(revision, revision + 1)
                                .addIdentities(identity("pod-" + revision, revision, address))
                                .build());
            }
            node.connectRepeatedly("client", SHOP, 8080, 3000);
            await().atMost(Duration.ofSeconds(30)).until(() -> server.records.size() >= 400);
            assertThat(node.daemonRssMiB()).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void recordsSurviveAnOutageAndARestart() throws IOException {
        try (var server = new TestControlPlane(node.serverSocket())) {
            apply(server, everythingOpen(1));
            apply(server, webDenied(1));
        }
        assertThat(node.connects("client", SHOP, 8080)).isFalse();
        await().until(() -> Files.exists(node.recordFile()) && Files.size(node.recordFile()) > 0);
        node.killDaemon();
        node.startDaemon();
        try (var server = new TestControlPlane(node.serverSocket())) {
            await().atMost(Duration.ofSeconds(15)).until(() -> !server.records.isEmpty());
            assertThat(server.records.getFirst().getDestinationPort()).isEqualTo(8080);
        }
    }
}
