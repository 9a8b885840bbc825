package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.dropped;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.UDP;
import static dev.weir.daemon.libbpf.TestPacket.sctp;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.libbpf.TestPacket.udp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.SubjectDefaults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a subject, an identity and the classes say of a new connection. */
@RequiresBpf
final class PolicyTests {
    private static final String POD = "10.244.1.2";
    private static final String CLIENT = "10.244.2.9";
    private static final TestNode.Outcome DENIED = dropped(DropReason.POLICY);

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void podThatNoPolicySelectsIsOpen() {
        node.pod(POD, HERE);

        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":80", SYN))).isEqualTo(PASSED);
        assertThat(node.fromPod(tcp(POD + ":40000", CLIENT + ":80", SYN))).isEqualTo(PASSED);
    }

    @Test
    void isolationConcernsOneDirection() {
        node.pod(POD, HERE).isolated(INGRESS, 9);

        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":80", SYN))).isEqualTo(DENIED);
        assertThat(node.fromPod(tcp(POD + ":40000", CLIENT + ":80", SYN))).isEqualTo(PASSED);
    }

    @Test
    void ruleAdmitsItsPeerOnItsPortOnly() {
        node.pod(POD, HERE).isolated(INGRESS, 9).admits(INGRESS, CLIENT, TCP, 80, 5);

        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":80", SYN))).isEqualTo(PASSED);
        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":81", SYN))).isEqualTo(DENIED);
        assertThat(node.toPod(udp(CLIENT + ":40000", POD + ":80"))).isEqualTo(DENIED);
        assertThat(node.toPod(tcp("10.244.2.8:40000", POD + ":80", SYN))).isEqualTo(DENIED);
    }

    @Test
    void egressRuleLooksAtTheResponder() {
        node.pod(POD, HERE).isolated(EGRESS, 9).admits(EGRESS, CLIENT, UDP, 53, 5);

        assertThat(node.fromPod(udp(POD + ":40000", CLIENT + ":53"))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD + ":53", CLIENT + ":40000"))).isEqualTo(DENIED);
    }

    @Test
    void ruleWithoutPortsAdmitsEveryProtocol() {
        node.pod(POD, HERE).isolated(INGRESS, 9).admits(INGRESS, CLIENT, 0, 0, 5);

        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":1", SYN))).isEqualTo(PASSED);
        assertThat(node.toPod(sctp(CLIENT + ":40000", POD + ":2"))).isEqualTo(PASSED);
        assertThat(node.toPod(TestPacket.echo(CLIENT, POD, 77))).isEqualTo(PASSED);
        assertThat(node.toPod(TestPacket.ofProtocol(47, CLIENT, POD))).isEqualTo(PASSED);
    }

    @Test
    void ruleWithAProtocolOnlyAdmitsAllItsPorts() {
        node.pod(POD, HERE).isolated(INGRESS, 9).admits(INGRESS, CLIENT, TCP, 0, 5);

        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":65535", SYN))).isEqualTo(PASSED);
        assertThat(node.toPod(udp(CLIENT + ":40000", POD + ":65535"))).isEqualTo(DENIED);
    }

    @Test
    void rangeOfPortsIsAPrefixAndTheLongestWins() {
        var pod = node.pod(POD, HERE).isolated(INGRESS, 9);
        var peers = pod.peerClass(INGRESS, CLIENT);
        pod.verdict(INGRESS, peers, pod.portClass(INGRESS, TCP, 8000, 48 + 13), 5); // 8000 to 8007
        pod.portClass(INGRESS, TCP, 8003, 64); // a class that no rule admits

        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":8000", SYN))).isEqualTo(PASSED);
        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":8007", SYN))).isEqualTo(PASSED);
        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":8003", SYN))).isEqualTo(DENIED);
        assertThat(node.toPod(tcp(CLIENT + ":40000", POD + ":8008", SYN))).isEqualTo(DENIED);
    }

    @Test
    void exceptOfAnIpBlockIsTheMoreSpecificRange() {
        var pod = node.pod(POD, HERE).isolated(EGRESS, 9).admits(EGRESS, "203.0.113.0/24", TCP, 443, 5);
        pod.peerClass(EGRESS, "203.0.113.128/25");

        assertThat(node.fromPod(tcp(POD + ":40000", "203.0.113.10:443", SYN))).isEqualTo(PASSED);
        assertThat(node.fromPod(tcp(POD + ":40000", "203.0.113.200:443", SYN))).isEqualTo(DENIED);
        assertThat(node.fromPod(tcp(POD + ":40000", "198.51.100.10:443", SYN))).isEqualTo(DENIED);
    }

    @Test
    void identityWithoutAnEntryHasTheDefaultOfItsKind() {
        var pod = node.pod(POD, HERE);
        node.identity(CLIENT);
        var everything = pod.portClass(EGRESS, 0, 0, 40);
        pod.verdict(EGRESS, 100, everything, 5).defaults(EGRESS, new SubjectDefaults(1, 9, 100, 0));

        assertThat(node.fromPod(tcp(POD + ":40000", CLIENT + ":80", SYN))).isEqualTo(PASSED);
        assertThat(node.fromPod(tcp(POD + ":40000", "203.0.113.10:80", SYN))).isEqualTo(DENIED);
        pod.defaults(EGRESS, new SubjectDefaults(1, 9, 0, 100));
        assertThat(node.fromPod(tcp(POD + ":40001", CLIENT + ":80", SYN))).isEqualTo(DENIED);
        assertThat(node.fromPod(tcp(POD + ":40001", "203.0.113.10:80", SYN))).isEqualTo(PASSED);
    }

    @Test
    void ipv6IsJudgedOnTheSamePath() {
        node.pod("fd00::2", HERE).isolated(INGRESS, 9).admits(INGRESS, "fd00::9", TCP, 80, 5);

        assertThat(node.toPod(tcp("[fd00::9]:40000", "[fd00::2]:80", SYN))).isEqualTo(PASSED);
        assertThat(node.toPod(tcp("[fd00::8]:40000", "[fd00::2]:80", SYN))).isEqualTo(DENIED);
    }
}
