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
import dev.weir.proto.v1.EnforcementSettings;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.Record;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change does to a connection that carries bytes while it comes: real daemon, real datapath, real sockets. */
@Tag("bpf")
class LiveConnectionBpfTests {
    private static final String CLIENT = "10.99.1.2";
    private static final String SHOP = "10.99.1.3";
    private static final int PORT = 8080;

    @TempDir
    Path folder;

    private TestNode node;

    @AutoClose
    private TestControlPlane server;

    @BeforeEach
    void startNode() throws IOException {
        node = new TestNode(folder);
        node.addPod("client", CLIENT);
        node.addPod("web", SHOP);
        node.listen("web", PORT);
        await().until(() -> node.connects("client", SHOP, PORT));
        server = new TestControlPlane(node.serverSocket());
        node.startDaemon();
        node.attach("client");
        node.attach("web");
        await().until(server::isConnected);
    }

    @AfterEach
    void removeNode() throws IOException {
        node.close();
    }

    private static ProgramUpdate.Builder webIsOpen() {
        return snapshot(1)
                .addSubjects(Updates.open())
                .addSubjects(Updates.defaultDeny())
                .addSubjects(Updates.fromClient(101, PORT))
                .addCookies(Updates.isolation())
                .addCookies(Updates.admission())
                .addEndpoints(endpoint("client", OPEN, CLIENT))
                .addEndpoints(endpoint("web", OPEN, SHOP))
                .addIdentities(identity("client", 101, CLIENT))
                .addIdentities(identity("web", 102, SHOP));
    }

    private static ProgramUpdate web(long revision, long subject) {
        return delta(revision - 1, revision)
                .addEndpoints(endpoint("web", subject, SHOP))
                .build();
    }

    private void apply(ProgramUpdate update) {
        server.send(update);
        await().until(() -> server.applied(update.getRevision()));
    }

    @Test
    void connectionThatEveryPolicyAdmitsLosesNothingWhilePoliciesChange() throws IOException {
        apply(webIsOpen().build());
        var transfer = node.transfer("client", SHOP, PORT, "24M");
        var revision = 1L;
        while (!transfer.isDone()) {
            apply(web(++revision, revision % 2 == 0 ? FROM_CLIENT : OPEN));
        }

        assertThat(revision).isGreaterThan(10);
        assertArrivedAtOnce(transfer.join());
        assertThat(server.records).allMatch(Record::getAllowed);
    }

    @Test
    void connectionThatIsNoLongerAdmittedIsCutAndRecordedWithTheRevisionThatCutIt() throws IOException {
        apply(webIsOpen().build());
        apply(web(2, FROM_CLIENT));
        var transfer = node.transfer("client", SHOP, PORT, "24M");
        await().until(() -> server.records.stream().anyMatch(Record::getAllowed));
        apply(web(3, DEFAULT_DENY));

        assertCutAt(3);
        assertThat(transfer.isDone()).isFalse();
    }

    @Test
    void relabellingThePodOrItsNamespaceIsAChange() throws IOException {
        apply(webIsOpen().build());
        apply(web(2, FROM_CLIENT));
        var transfer = node.transfer("client", SHOP, PORT, "24M");
        await().until(() -> server.records.stream().anyMatch(Record::getAllowed));
        apply(delta(2, 3).addIdentities(identity("client", 103, CLIENT)).build());

        assertCutAt(3);
        assertThat(transfer.isDone()).isFalse();
    }

    // The receiver stops counting when it is told the end, which may overtake the last blocks of 128 KiB on their
    // connection.
    private static void assertArrivedAtOnce(TestNode.Transfer transfer) {
        assertThat(transfer.retransmissions()).isZero();
        assertThat(transfer.sent()).isGreaterThanOrEqualTo(24 << 20);
        assertThat(transfer.received()).isBetween(transfer.sent() - (512 << 10), transfer.sent());
    }

    private void assertCutAt(long revision) throws IOException {
        await().untilAsserted(() -> assertThat(server.records).anySatisfy(record -> {
            assertThat(record.getAllowed()).isFalse();
            assertThat(record.getDestinationPort()).isEqualTo(PORT);
            assertThat(record.getSource().getPod().getPod()).isEqualTo("client");
            assertThat(record.getIsolatedByCount()).isEqualTo(1);
            assertThat(record.getRevision()).isEqualTo(revision);
        }));
        assertThat(Files.readString(node.recordFile()).lines())
                .anyMatch(
                        line -> line.contains("\"disposition\":\"deny\"") && line.contains("\"revision\":" + revision));
        assertThat(server.records).noneMatch(record -> !record.getAllowed() && record.getRevision() < revision);
    }

    @Test
    void clusterThatKeepsConnectionsLetsThemEndAndJudgesNewOnes() throws IOException {
        apply(webIsOpen()
                .setEnforcement(EnforcementSettings.newBuilder().setKeepEstablished(true))
                .build());
        apply(web(2, FROM_CLIENT));
        var transfer = node.transfer("client", SHOP, PORT, "24M");
        // iperf3 opens one connection to agree on the other, which carries the bytes.
        await().until(() -> server.records.size() == 2);
        apply(web(3, DEFAULT_DENY));

        assertThat(node.connects("client", SHOP, PORT)).isFalse();
        assertThat(transfer.isDone()).isFalse();
        assertArrivedAtOnce(transfer.join());
    }
}
