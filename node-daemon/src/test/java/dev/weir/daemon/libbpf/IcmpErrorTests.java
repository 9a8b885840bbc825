package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestErrors.redirect;
import static dev.weir.daemon.libbpf.TestErrors.shortError;
import static dev.weir.daemon.libbpf.TestErrors.timeExceeded;
import static dev.weir.daemon.libbpf.TestErrors.tooBig;
import static dev.weir.daemon.libbpf.TestErrors.unreachable;
import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.Outcome.DELIVERED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.dropped;
import static dev.weir.daemon.libbpf.TestPacket.ACK;
import static dev.weir.daemon.libbpf.TestPacket.UDP;
import static dev.weir.daemon.libbpf.TestPacket.echo;
import static dev.weir.daemon.libbpf.TestPacket.icmp;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.libbpf.TestPacket.udp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An ICMP error shares the fate of the connection whose packet it quotes. */
@RequiresBpf
final class IcmpErrorTests {
    private static final String POD = "10.244.1.2";
    private static final String SERVER = "10.244.2.9";
    private static final String ROUTER = "172.30.0.1";
    private static final TestNode.Outcome UNRELATED = dropped(DropReason.ICMP_UNRELATED);

    private final TestNode node = new TestNode();
    private final TestNode.TestPod pod =
            node.pod(POD, HERE).isolated(INGRESS, 8).isolated(EGRESS, 9).admits(EGRESS, SERVER, UDP, 53, 5);
    private final TestPacket request = udp(POD + ":40000", SERVER + ":53");

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void errorAboutALiveConnectionPassesFromTheServerAndFromARouter() {
        node.fromPod(request);

        assertThat(node.toPod(unreachable(SERVER, request))).isEqualTo(PASSED);
        assertThat(node.toPod(unreachable(ROUTER, request))).isEqualTo(PASSED);
        assertThat(node.toPod(
                        unreachable(ROUTER, udp(POD + ":40000", SERVER + ":53").withOptions(3))))
                .isEqualTo(PASSED);
    }

    @Test
    void errorAboutNoConnectionIsDropped() {
        assertThat(node.toPod(unreachable(SERVER, request))).isEqualTo(UNRELATED);
        node.fromPod(request);
        assertThat(node.toPod(unreachable(SERVER, udp(POD + ":40001", SERVER + ":53"))))
                .isEqualTo(UNRELATED);
    }

    @Test
    void everyErrorAboutALiveConnectionPassesAndSoThePathsMtuIsFound() {
        node.fromPod(request);

        assertThat(node.toPod(tooBig(ROUTER, request))).isEqualTo(PASSED);
        assertThat(node.toPod(timeExceeded(ROUTER, request))).isEqualTo(PASSED);
        assertThat(node.toPod(tooBig(ROUTER, request.firstFragment(7)))).isEqualTo(PASSED);
        assertThat(node.toPod(shortError(ROUTER, request, 28))).isEqualTo(PASSED);
    }

    @Test
    void errorAboutAConnectionThatThePodAnswersPassesToo() {
        pod.admits(INGRESS, SERVER, UDP, 99, 6);
        node.toPod(udp(SERVER + ":40000", POD + ":99"));

        assertThat(node.toPod(tooBig(ROUTER, udp(POD + ":99", SERVER + ":40000"))))
                .isEqualTo(PASSED);
    }

    @Test
    void errorThatQuotesAnythingElseThanALiveConnectionOfItsReceiverIsDropped() {
        node.fromPod(request);

        assertThat(node.toPod(tooBig(ROUTER, udp(POD + ":40000", SERVER + ":54"))))
                .isEqualTo(UNRELATED);
        assertThat(node.toPod(tooBig(ROUTER, udp(POD + ":40000", "10.244.2.8:53"))))
                .isEqualTo(UNRELATED);
        assertThat(node.toPod(tooBig(ROUTER, tcp(POD + ":40000", SERVER + ":53", ACK))))
                .isEqualTo(UNRELATED);
        assertThat(node.toPod(tooBig(ROUTER, udp(POD + ":40000", SERVER + ":53").laterFragment(7, 9))))
                .isEqualTo(UNRELATED);
        assertThat(node.toPod(shortError(ROUTER, request, 27))).isEqualTo(UNRELATED);
        assertThat(node.toPod(shortError(ROUTER, request, 19))).isEqualTo(UNRELATED);
        assertThat(node.toPod(shortError(ROUTER, request, 0))).isEqualTo(UNRELATED);
    }

    @Test
    void errorThatQuotesAConnectionOfAnotherPodIsDropped() {
        node.pod("10.244.1.3", HERE);
        node.fromPod(udp("10.244.1.3:40000", SERVER + ":53"));
        var inner = udp("10.244.1.3:40000", SERVER + ":53").network();
        var header = ByteBuffer.allocate(8 + inner.length).put(0, (byte) 3).put(8, inner);
        var misdirected = new TestPacket(Address.parse(ROUTER), Address.parse(POD), TestPacket.ICMP, header.array());

        assertThat(node.toPod(misdirected)).isEqualTo(UNRELATED);
    }

    @Test
    void errorAboutADeniedPacketIsDropped() {
        var denied = udp(POD + ":40000", SERVER + ":54");
        assertThat(node.fromPod(denied)).isEqualTo(dropped(DropReason.POLICY));

        assertThat(node.toPod(unreachable(SERVER, denied))).isEqualTo(UNRELATED);
    }

    @Test
    void errorAboutAnErrorIsDroppedThoughTheirOtherMessagesAreLive() {
        pod.admits(EGRESS, SERVER, 0, 0, 7);
        assertThat(node.fromPod(icmp(POD, SERVER, 13, 0))).isEqualTo(PASSED); // timestamp request, which has no ports

        assertThat(node.toPod(unreachable(ROUTER, unreachable(POD, udp(SERVER + ":53", POD + ":40000")))))
                .isEqualTo(UNRELATED);
        assertThat(node.toPod(unreachable(ROUTER, icmp(POD, SERVER, 13, 0)))).isEqualTo(PASSED);
    }

    @Test
    void redirectComesFromTheNodeOrFromNobody() {
        node.fromPod(request);

        assertThat(node.toPod(redirect(ROUTER, request))).isEqualTo(dropped(DropReason.ROUTER));
        assertThat(node.toPodFromNode(redirect(ROUTER, request))).isEqualTo(PASSED);
        assertThat(node.fromPod(redirect(POD, udp(SERVER + ":53", POD + ":40000"))))
                .isEqualTo(dropped(DropReason.ROUTER));
    }

    @Test
    void errorAboutAnExpiredConnectionIsDropped() {
        node.fromPod(request);
        node.age(Duration.ofMinutes(2));

        assertThat(node.toPod(unreachable(SERVER, request))).isEqualTo(UNRELATED);
    }

    @Test
    void errorAboutACutConnectionIsDenied() {
        node.fromPod(request);
        pod.withoutSubject();

        assertThat(node.toPod(unreachable(SERVER, request))).isEqualTo(dropped(DropReason.POLICY));
    }

    @Test
    void errorDoesNotKeepItsConnectionAlive() {
        node.fromPod(request);
        node.age(Duration.ofSeconds(50));
        var before = node.connection();
        node.toPod(unreachable(SERVER, request));

        assertThat(node.connection()).isEqualTo(before);
    }

    @Test
    void podMayAnswerWithAnErrorInItsOwnNameOnly() {
        pod.admits(INGRESS, SERVER, UDP, 99, 6);
        var toPod = udp(SERVER + ":40000", POD + ":99");
        node.toPod(toPod);

        assertThat(node.fromPod(unreachable(POD, toPod))).isEqualTo(PASSED);
        assertThat(node.fromPod(unreachable("10.244.1.77", toPod))).isEqualTo(dropped(DropReason.ROUTER));
    }

    @Test
    void errorBetweenPodsOfOneNodeIsDeliveredDirectly() {
        node.pod("10.244.1.3", HERE);
        pod.admits(EGRESS, "10.244.1.3", UDP, 99, 6);
        var local = udp(POD + ":40000", "10.244.1.3:99");
        node.fromPod(local);

        assertThat(node.fromPod(unreachable("10.244.1.3", local))).isEqualTo(DELIVERED);
    }

    @Test
    void errorOfTheNodeAlwaysPassesAndOpensNothing() {
        assertThat(node.toPodFromNode(unreachable(ROUTER, request))).isEqualTo(PASSED);
        assertThat(node.connections()).isEmpty();
    }

    @Test
    void errorAboutAPingIsMatchedByItsIdentifier() {
        pod.admits(EGRESS, SERVER, 0, 0, 7);
        node.fromPod(echo(POD, SERVER, 77));

        assertThat(node.toPod(unreachable(ROUTER, echo(POD, SERVER, 77)))).isEqualTo(PASSED);
        assertThat(node.toPod(unreachable(ROUTER, echo(POD, SERVER, 78)))).isEqualTo(UNRELATED);
    }

    @Test
    void ipv6ErrorsAreRelatedBehindExtensionHeadersToo() {
        node.pod("fd00::2", HERE).isolated(INGRESS, 8);
        var quoted = udp("[fd00::2]:40000", "[fd00::9]:53").withExtensions(TestPacket.DESTINATION_OPTIONS);
        node.fromPod(quoted);

        assertThat(node.toPod(unreachable("fd00::1", quoted))).isEqualTo(PASSED);
        assertThat(node.toPod(unreachable("fd00::1", udp("[fd00::2]:1", "[fd00::9]:53"))))
                .isEqualTo(UNRELATED);
    }
}
