package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestErrors.tooBig;
import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.Outcome.DELIVERED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.dropped;
import static dev.weir.daemon.libbpf.TestPacket.ACK;
import static dev.weir.daemon.libbpf.TestPacket.RST;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.libbpf.TestPacket.udp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Address;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster that keeps established connections when policy changes. */
@RequiresBpf
final class KeepTests {
    private static final String POD = "10.244.1.2";
    private static final String CLIENT = "10.244.2.9";
    private static final TestNode.Outcome DENIED = dropped(DropReason.POLICY);

    private final TestNode node = new TestNode();
    private final TestNode.TestPod pod = node.pod(POD, HERE);

    @BeforeEach
    void keep() {
        node.keepEstablished(true);
        request(SYN);
        answer(SYN | ACK);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private TestNode.Outcome request(int flags) {
        return node.toPod(tcp(CLIENT + ":40000", POD + ":8080", flags));
    }

    private TestNode.Outcome answer(int flags) {
        return node.fromPod(tcp(POD + ":8080", CLIENT + ":40000", flags));
    }

    @Test
    void connectionOfAPodThatBecomesIsolatedLivesInBothDirections() {
        pod.isolated(INGRESS, 8).isolated(EGRESS, 9).changed();

        assertThat(request(ACK)).isEqualTo(PASSED);
        assertThat(answer(ACK)).isEqualTo(PASSED);
        assertThat(node.toPod(tooBig(CLIENT, tcp(POD + ":8080", CLIENT + ":40000", ACK))))
                .isEqualTo(PASSED);
        assertThat(node.denials()).isEmpty();
    }

    @Test
    void newConnectionIsJudgedByTheNewPolicy() {
        pod.isolated(INGRESS, 8).changed();

        assertThat(node.toPod(tcp(CLIENT + ":40001", POD + ":8080", SYN))).isEqualTo(DENIED);
        assertThat(node.toPod(tcp(CLIENT + ":40002", POD + ":8080", ACK))).isEqualTo(DENIED);
    }

    @Test
    void synOnAKeptConnectionIsJudgedForItOpensOne() {
        pod.isolated(INGRESS, 8).changed();

        assertThat(request(SYN)).isEqualTo(DENIED);
        assertThat(request(ACK)).isEqualTo(DENIED);
    }

    @Test
    void connectionEndsAndItsPortsAreJudgedByTheNewPolicy() {
        pod.isolated(INGRESS, 8).changed();
        assertThat(answer(RST | ACK)).isEqualTo(PASSED);

        assertThat(request(SYN)).isEqualTo(DENIED);
    }

    @Test
    void silentConnectionIsForgottenAsEver() {
        node.fromPod(udp(POD + ":40000", CLIENT + ":53"));
        pod.isolated(INGRESS, 8).isolated(EGRESS, 9).changed();
        assertThat(node.toPod(udp(CLIENT + ":53", POD + ":40000"))).isEqualTo(PASSED);
        node.age(Duration.ofSeconds(61));

        assertThat(node.toPod(udp(CLIENT + ":53", POD + ":40000"))).isEqualTo(DENIED);
    }

    @Test
    void connectionOfAPodThatIsGoneIsCutAlsoWhenAnotherHasItsAddress() {
        pod.isolated(INGRESS, 8).changed();
        assertThat(request(ACK)).isEqualTo(PASSED);

        pod.replaced();
        assertThat(request(ACK)).isEqualTo(DENIED);
        node.map("endpoint_map").remove(Address.parse(POD).bytes());
        assertThat(request(ACK)).isEqualTo(dropped(DropReason.NOT_PROGRAMMED));
    }

    @Test
    void connectionThatWasDeniedIsAdmittedByTheNextPolicy() {
        pod.isolated(INGRESS, 8).changed();
        assertThat(request(SYN)).isEqualTo(DENIED);
        pod.admits(INGRESS, CLIENT, TCP, 8080, 5).changed();

        assertThat(request(ACK)).isEqualTo(PASSED);
    }

    @Test
    void halfOfTheNeighbourIsKeptToo() {
        var other = node.pod("10.244.1.3", HERE);
        node.fromPod(udp(POD + ":40000", "10.244.1.3:53"));
        other.isolated(INGRESS, 10).changed();

        assertThat(node.fromPod(udp(POD + ":40000", "10.244.1.3:53"))).isEqualTo(DELIVERED);
        assertThat(node.fromPod(udp("10.244.1.3:53", POD + ":40000"))).isEqualTo(DELIVERED);
        assertThat(node.fromPod(udp(POD + ":40001", "10.244.1.3:53"))).isEqualTo(DENIED);
    }

    @Test
    void clusterThatNoLongerKeepsCutsWithTheNextPacket() {
        pod.isolated(INGRESS, 8).changed();
        assertThat(request(ACK)).isEqualTo(PASSED);
        node.keepEstablished(false);

        assertThat(request(ACK)).isEqualTo(DENIED);
        assertThat(answer(ACK)).isEqualTo(DENIED);
    }

    @Test
    void clusterThatBeginsToKeepDoesNotReviveWhatWasCut() {
        node.keepEstablished(false);
        pod.isolated(INGRESS, 8).changed();
        assertThat(request(ACK)).isEqualTo(DENIED);
        node.keepEstablished(true);

        assertThat(request(ACK)).isEqualTo(DENIED);
    }
}
