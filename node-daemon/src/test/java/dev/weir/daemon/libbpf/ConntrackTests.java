package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.Outcome.DELIVERED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.dropped;
import static dev.weir.daemon.libbpf.TestPacket.ABORT;
import static dev.weir.daemon.libbpf.TestPacket.ACK;
import static dev.weir.daemon.libbpf.TestPacket.DATA;
import static dev.weir.daemon.libbpf.TestPacket.FIN;
import static dev.weir.daemon.libbpf.TestPacket.INIT;
import static dev.weir.daemon.libbpf.TestPacket.RST;
import static dev.weir.daemon.libbpf.TestPacket.SCTP;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.UDP;
import static dev.weir.daemon.libbpf.TestPacket.echo;
import static dev.weir.daemon.libbpf.TestPacket.echoReply;
import static dev.weir.daemon.libbpf.TestPacket.ofProtocol;
import static dev.weir.daemon.libbpf.TestPacket.sctp;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.libbpf.TestPacket.udp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.layout.ConntrackFlag;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pod that is isolated in both directions and may open TCP 80 to a client, and be opened at TCP 8080 by it. */
@RequiresBpf
final class ConntrackTests {
    private static final String POD = "10.244.1.2";
    private static final String CLIENT = "10.244.2.9";
    private static final TestNode.Outcome DENIED = dropped(DropReason.POLICY);

    private final TestNode node = new TestNode();
    private final TestNode.TestPod pod =
            node.pod(POD, HERE).isolated(INGRESS, 8).isolated(EGRESS, 9);
    private final int peers = pod.peerClass(INGRESS, CLIENT);
    private final int ports = pod.portClass(INGRESS, TCP, 8080, 64);

    {
        pod.verdict(INGRESS, peers, ports, 5);
        pod.admits(EGRESS, CLIENT, TCP, 80, 6).admits(EGRESS, CLIENT, UDP, 53, 7);
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
    void answerNeedsNoRuleOfItsOwn() {
        assertThat(request(SYN)).isEqualTo(PASSED);
        assertThat(answer(SYN | ACK)).isEqualTo(PASSED);
        assertThat(request(ACK)).isEqualTo(PASSED);
        assertThat(node.connection().ingress().cookie()).isEqualTo(5);
        assertThat(node.connection().egress().revision()).isZero();
    }

    @Test
    void answerWithoutARequestIsJudgedAsANewConnection() {
        assertThat(answer(SYN | ACK)).isEqualTo(DENIED);
    }

    @Test
    void deniedConnectionLeavesNoEntry() {
        node.fromPod(tcp(POD + ":40000", CLIENT + ":81", SYN));

        assertThat(node.connections()).isEmpty();
    }

    @Test
    void liveConnectionIsCutInBothDirectionsWhenPolicyNoLongerAdmitsIt() {
        request(SYN);
        answer(SYN | ACK);
        pod.forgets(INGRESS, peers, ports);

        assertThat(request(ACK)).isEqualTo(DENIED);
        assertThat(answer(ACK)).isEqualTo(DENIED);
        assertThat(node.connection().ingress().verdict()).isEqualTo(Verdict.DENIED);
    }

    @Test
    void answerAloneFindsOutThatItsConnectionIsNoLongerAdmitted() {
        request(SYN);
        pod.forgets(INGRESS, peers, ports);

        assertThat(answer(SYN | ACK)).isEqualTo(DENIED);
    }

    @Test
    void cutConnectionGoesOnWhenPolicyAdmitsItAgain() {
        request(SYN);
        pod.forgets(INGRESS, peers, ports);
        request(ACK);
        pod.verdict(INGRESS, peers, ports, 11).changed();

        assertThat(request(ACK)).isEqualTo(PASSED);
        assertThat(node.connection().ingress().cookie()).isEqualTo(11);
        assertThat(node.counted(11, INGRESS, Verdict.ALLOWED)).isEqualTo(1);
    }

    @Test
    void liveConnectionIsNotJudgedAgainWhileTheRevisionStays() {
        request(SYN);
        node.map("verdict_map")
                .forEach((key, cookie) -> assertThat(key.capacity()).isEqualTo(16));
        pod.withoutSubject(); // raises the revision
        assertThat(request(ACK)).isEqualTo(DENIED);
    }

    @Test
    void newRevisionThatStillAdmitsIsNotCountedTwice() {
        request(SYN);
        pod.changed();

        assertThat(request(ACK)).isEqualTo(PASSED);
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(1);
        assertThat(node.connection().ingress().revision()).isEqualTo(2);
        assertThat(node.connection().ingress().cookieRevision()).isEqualTo(2);
    }

    @Test
    void establishedConnectionLivesForHoursAndAHandshakeForAMinute() {
        request(SYN);
        node.age(Duration.ofSeconds(59));
        answer(SYN | ACK);
        node.age(Duration.ofHours(2));
        assertThat(request(ACK)).isEqualTo(PASSED);
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(1);
        node.age(Duration.ofSeconds(8001));
        assertThat(request(ACK)).isEqualTo(PASSED);
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(2);
    }

    @Test
    void handshakeWithoutAnswerExpires() {
        request(SYN);
        node.age(Duration.ofSeconds(61));

        assertThat(answer(SYN | ACK)).isEqualTo(DENIED);
    }

    @Test
    void udpAnswersAreAwaitedForAMinute() {
        assertThat(node.fromPod(udp(POD + ":40000", CLIENT + ":53"))).isEqualTo(PASSED);
        node.age(Duration.ofSeconds(59));
        assertThat(node.toPod(udp(CLIENT + ":53", POD + ":40000"))).isEqualTo(PASSED);
        node.age(Duration.ofSeconds(61));
        assertThat(node.toPod(udp(CLIENT + ":53", POD + ":40000"))).isEqualTo(DENIED);
    }

    @Test
    void halfClosedConnectionIsNotClosing() {
        request(SYN);
        answer(SYN | ACK);
        request(FIN | ACK);
        node.age(Duration.ofMinutes(30));

        assertThat(answer(ACK)).isEqualTo(PASSED);
        assertThat(answer(FIN | ACK)).isEqualTo(PASSED);
        assertThat(ConntrackFlag.CLOSING.isSet(node.connection().flags())).isTrue();
    }

    @Test
    void resetClosesAndAShortWhileLaterItIsForgotten() {
        request(SYN);
        answer(RST | ACK);
        assertThat(ConntrackFlag.CLOSING.isSet(node.connection().flags())).isTrue();
        node.age(Duration.ofSeconds(9));
        assertThat(request(ACK)).isEqualTo(PASSED);
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(1);
        node.age(Duration.ofSeconds(11));
        assertThat(request(ACK)).isEqualTo(PASSED);
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(2);
    }

    @Test
    void synOnAClosingEntryIsANewConnection() {
        request(SYN);
        answer(RST | ACK);
        request(SYN);

        assertThat(ConntrackFlag.CLOSING.isSet(node.connection().flags())).isFalse();
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(2);
    }

    @Test
    void synAfterOneEndHasFinishedIsANewConnection() {
        request(SYN);
        answer(SYN | ACK);
        answer(FIN | ACK);
        request(SYN);
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(2);

        request(FIN | ACK);
        pod.forgets(INGRESS, peers, ports);
        assertThat(request(SYN)).isEqualTo(DENIED);
    }

    @Test
    void synThatIsSentAgainIsTheSameConnection() {
        request(SYN);
        request(SYN);
        answer(SYN | ACK);
        answer(SYN | ACK);

        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(1);
    }

    @Test
    void endsThatOpenAtOnceNeedBothToBeAdmitted() {
        request(SYN);
        assertThat(answer(SYN)).isEqualTo(DENIED);
        assertThat(answer(SYN | ACK)).isEqualTo(PASSED);

        pod.admits(EGRESS, CLIENT, TCP, 40_000, 12);
        assertThat(answer(SYN)).isEqualTo(PASSED);
        assertThat(request(SYN | ACK)).isEqualTo(PASSED);
        assertThat(node.counted(12, EGRESS, Verdict.ALLOWED)).isEqualTo(1);
    }

    @Test
    void forgottenConnectionGoesOnWhicheverEndSpeaksFirst() {
        request(SYN);
        answer(SYN | ACK);
        node.forget();

        assertThat(answer(ACK)).isEqualTo(PASSED);
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(2);
        node.age(Duration.ofHours(2));
        assertThat(request(ACK)).isEqualTo(PASSED);
        node.forget();
        assertThat(request(ACK)).isEqualTo(PASSED);
        assertThat(answer(ACK)).isEqualTo(PASSED);
        assertThat(node.counted(9, EGRESS, Verdict.DENIED)).isZero();
    }

    @Test
    void forgottenConnectionThatPolicyNoLongerAdmitsIsDeniedAsWhatThePodSends() {
        request(SYN);
        answer(SYN | ACK);
        node.forget();
        pod.forgets(INGRESS, peers, ports);

        assertThat(answer(ACK)).isEqualTo(DENIED);
        assertThat(request(ACK)).isEqualTo(DENIED);
        assertThat(node.connections()).isEmpty();
        assertThat(node.counted(9, EGRESS, Verdict.DENIED)).isEqualTo(1);
    }

    @Test
    void nothingIsTakenForAnAnswerToAPodThatDidNotAsk() {
        node.pod("10.244.1.3", HERE).isolated(INGRESS, 10);
        for (var flags : new int[] {ACK, FIN | ACK, RST, RST | ACK, SYN | ACK}) {
            assertThat(node.toPod(tcp(CLIENT + ":80", "10.244.1.3:40000", flags)))
                    .isEqualTo(DENIED);
        }
    }

    @Test
    void answerToAHandshakeThatNobodySawIsNone() {
        assertThat(node.fromPod(tcp(POD + ":8080", CLIENT + ":40000", SYN | ACK)))
                .isEqualTo(DENIED);
        assertThat(node.fromPod(udp(POD + ":8080", CLIENT + ":40000"))).isEqualTo(DENIED);
    }

    @Test
    void associationLivesForHoursUntilItIsAborted() {
        pod.admits(INGRESS, CLIENT, SCTP, 8080, 12);
        assertThat(node.toPod(sctp(CLIENT + ":40000", POD + ":8080", INIT))).isEqualTo(PASSED);
        assertThat(node.fromPod(sctp(POD + ":8080", CLIENT + ":40000", INIT))).isEqualTo(DENIED);
        assertThat(node.fromPod(sctp(POD + ":8080", CLIENT + ":40000", DATA))).isEqualTo(PASSED);
        node.age(Duration.ofHours(2));
        assertThat(node.fromPod(sctp(POD + ":8080", CLIENT + ":40000", DATA))).isEqualTo(PASSED);

        assertThat(node.toPod(sctp(CLIENT + ":40000", POD + ":8080", ABORT))).isEqualTo(PASSED);
        node.age(Duration.ofSeconds(11));
        assertThat(node.fromPod(sctp(POD + ":8080", CLIENT + ":40000", DATA))).isEqualTo(DENIED);
    }

    @Test
    void protocolWithoutPortsIsOneConnectionForAMinute() {
        pod.admits(EGRESS, CLIENT, 47, 0, 12);
        assertThat(node.fromPod(ofProtocol(47, POD, CLIENT))).isEqualTo(PASSED);
        assertThat(node.toPod(ofProtocol(47, CLIENT, POD))).isEqualTo(PASSED);
        assertThat(node.toPod(ofProtocol(50, CLIENT, POD))).isEqualTo(DENIED);
        node.age(Duration.ofSeconds(61));
        assertThat(node.toPod(ofProtocol(47, CLIENT, POD))).isEqualTo(DENIED);
    }

    @Test
    void synAgainstTheDirectionOfALiveConnectionIsNoAnswer() {
        request(SYN);
        answer(SYN | ACK);

        assertThat(answer(SYN)).isEqualTo(DENIED);
        assertThat(request(ACK)).isEqualTo(PASSED);
    }

    @Test
    void pingOfTheOtherSideWithTheSameIdentifierIsNoAnswer() {
        pod.admits(INGRESS, CLIENT, 0, 0, 12);

        assertThat(node.toPod(echo(CLIENT, POD, 77))).isEqualTo(PASSED);
        assertThat(node.fromPod(echoReply(POD, CLIENT, 77))).isEqualTo(PASSED);
        assertThat(node.fromPod(echo(POD, CLIENT, 77))).isEqualTo(DENIED);
        assertThat(node.fromPod(echoReply(POD, CLIENT, 78))).isEqualTo(DENIED);
    }

    @Test
    void bothEndsOnOneNodeShareTheEntryAndEachHasItsHalf() {
        var other = node.pod("10.244.1.3", HERE).isolated(INGRESS, 10).admits(INGRESS, POD, TCP, 80, 13);
        pod.admits(EGRESS, "10.244.1.3", TCP, 80, 14);

        assertThat(node.fromPod(tcp(POD + ":40000", "10.244.1.3:80", SYN))).isEqualTo(DELIVERED);
        assertThat(node.fromPod(tcp("10.244.1.3:80", POD + ":40000", SYN | ACK)))
                .isEqualTo(DELIVERED);
        assertThat(node.connection().egress().cookie()).isEqualTo(14);
        assertThat(node.connection().ingress().cookie()).isEqualTo(13);

        other.withoutSubject();
        assertThat(node.fromPod(tcp("10.244.1.3:80", POD + ":40000", ACK))).isEqualTo(DENIED);
        assertThat(node.fromPod(tcp(POD + ":40000", "10.244.1.3:80", ACK))).isEqualTo(DENIED);
    }

    @Test
    void fullMapForgetsTheOldestAndNeitherOpensNorClosesAnything() {
        for (var port = 1024; port < 1024 + 4096; port++) {
            assertThat(node.toPod(tcp(CLIENT + ":" + port, POD + ":8080", SYN))).isEqualTo(PASSED);
        }

        assertThat(node.connections()).hasSizeLessThanOrEqualTo(1024);
        assertThat(node.fromPod(tcp(POD + ":8080", CLIENT + ":1024", SYN | ACK)))
                .isEqualTo(DENIED);
        assertThat(node.fromPod(tcp(POD + ":8080", CLIENT + ":1025", ACK))).isEqualTo(PASSED);
        assertThat(node.toPod(tcp(CLIENT + ":1026", POD + ":8080", ACK))).isEqualTo(PASSED);
        assertThat(node.toPod(tcp(CLIENT + ":1027", POD + ":8081", ACK))).isEqualTo(DENIED);
        assertThat(node.drops()).containsEntry(DropReason.CONNTRACK_FULL, 0L);
    }
}
