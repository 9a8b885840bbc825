package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.NEIGHBOUR;
import static dev.weir.daemon.libbpf.TestNode.Outcome.DELIVERED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.dropped;
import static dev.weir.daemon.libbpf.TestPacket.ACK;
import static dev.weir.daemon.libbpf.TestPacket.FIN;
import static dev.weir.daemon.libbpf.TestPacket.ICMPV6;
import static dev.weir.daemon.libbpf.TestPacket.RST;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.UDP;
import static dev.weir.daemon.libbpf.TestPacket.icmp;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.libbpf.TestPacket.udp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.SubjectDefaults;
import dev.weir.daemon.net.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What went wrong in other enforcers of NetworkPolicy, each as the test that would have found it. Those that the compiler could
 * get wrong are in the server's class of the same name.
 */
@RequiresBpf
final class ElsewhereTests {
    private static final String POD = "10.244.1.2";
    private static final String CLIENT = "10.244.2.9";
    private static final TestNode.Outcome DENIED = dropped(DropReason.POLICY);

    private final TestNode node = new TestNode();
    private final TestNode.TestPod pod = node.pod(POD, HERE);

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

    private void admitClient() {
        pod.isolated(INGRESS, 8).isolated(EGRESS, 9).admits(INGRESS, CLIENT, TCP, 8080, 5);
    }

    @Test
    void connectionInTheReverseOfATrackedOneBypassedPolicy() {
        admitClient();
        request(SYN);
        answer(SYN | ACK);

        assertThat(answer(SYN)).isEqualTo(DENIED);
        assertThat(node.fromPod(tcp(POD + ":8081", CLIENT + ":40000", SYN))).isEqualTo(DENIED);
    }

    @Test
    void connectionsOfOnePodAdmittedThoseOfAnother() {
        admitClient();
        request(SYN);
        node.pod("10.244.1.3", NEIGHBOUR).isolated(INGRESS, 8);

        assertThat(node.fromPod(tcp("10.244.1.3:8080", CLIENT + ":40000", SYN | ACK)))
                .isEqualTo(dropped(DropReason.SPOOFED_SOURCE));
        assertThat(node.toPod(tcp(CLIENT + ":40000", "10.244.1.3:8080", ACK)))
                .isEqualTo(dropped(DropReason.NOT_PROGRAMMED));
    }

    @Test
    void twentyFifthPortOfARangeOfAddressesWasForgotten() {
        pod.isolated(EGRESS, 9);
        for (var port = 1000; port < 1200; port++) {
            pod.admits(EGRESS, "203.0.113.0/24", TCP, port, 5);
        }
        for (var port = 1000; port < 1200; port++) {
            assertThat(node.fromPod(tcp(POD + ":40000", "203.0.113.7:" + port, SYN)))
                    .isEqualTo(PASSED);
        }
        assertThat(node.fromPod(tcp(POD + ":40000", "203.0.113.7:1200", SYN))).isEqualTo(DENIED);
    }

    @Test
    void portsThatWereUsedAgainWaitedForAGarbageCollector() {
        admitClient();
        for (var use = 1; use <= 50; use++) {
            assertThat(request(SYN)).isEqualTo(PASSED);
            assertThat(answer(SYN | ACK)).isEqualTo(PASSED);
            assertThat(request(FIN | ACK)).isEqualTo(PASSED);
            assertThat(answer(use % 2 == 0 ? FIN | ACK : RST | ACK)).isEqualTo(PASSED);
            assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(use);
        }
    }

    @Test
    void podWithAPolicyForIngressOnlyLostItsEgress() {
        pod.isolated(INGRESS, 8);

        assertThat(node.fromPod(tcp(POD + ":40000", CLIENT + ":443", SYN))).isEqualTo(PASSED);
        assertThat(node.toPod(tcp(CLIENT + ":443", POD + ":40000", SYN | ACK))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD + ":40000", CLIENT + ":53"))).isEqualTo(PASSED);
        assertThat(node.toPod(udp(CLIENT + ":53", POD + ":40000"))).isEqualTo(PASSED);
    }

    @Test
    void dataOfALaterFragmentWasReadAsPorts() {
        pod.isolated(EGRESS, 9).admits(EGRESS, CLIENT, UDP, 0xffff, 5); // laterFragment is full of 0xff

        assertThat(node.fromPod(
                        udp(POD + ":40000", CLIENT + ":81").withPayload(64).firstFragment(7)))
                .isEqualTo(DENIED);
        assertThat(node.fromPod(udp(POD + ":40000", CLIENT + ":81").laterFragment(7, 9)))
                .isEqualTo(DENIED);
    }

    @Test
    void fragmentsThatNobodyTrackedWereDropped() {
        pod.isolated(EGRESS, 9).admits(EGRESS, CLIENT, UDP, 53, 5);

        for (var id = 1; id <= 100; id++) {
            assertThat(node.fromPod(
                            udp(POD + ":40000", CLIENT + ":53").withPayload(64).firstFragment(id)))
                    .isEqualTo(PASSED);
            assertThat(node.fromPod(udp(POD + ":40000", CLIENT + ":53").laterFragment(id, 9)))
                    .isEqualTo(PASSED);
        }
    }

    @Test
    void optionsOfTheIpHeaderWereReadAsPorts() {
        pod.isolated(EGRESS, 9).admits(EGRESS, CLIENT, TCP, 80, 5);

        // A router alert whose bytes, read at the place of ports, say 80.
        assertThat(node.fromPod(tcp(POD + ":40000", CLIENT + ":22", SYN).withOptionBytes(148, 4, 0, 80)))
                .isEqualTo(DENIED);
        assertThat(node.fromPod(tcp(POD + ":40000", CLIENT + ":80", SYN).withOptionBytes(148, 4, 0, 22)))
                .isEqualTo(PASSED);
    }

    @Test
    void everyMessageOfIcmpv6Passed() {
        node.pod("fd00::2", HERE).isolated(INGRESS, 8).isolated(EGRESS, 9);

        for (var type : new int[] {128, 129, 130, 139, 140, 200, 255}) {
            assertThat(node.fromPod(icmp("fd00::2", "fd00::9", type, 1))).isEqualTo(DENIED);
            assertThat(node.toPod(icmp("fd00::9", "fd00::2", type, 2))).isEqualTo(DENIED);
        }
        assertThat(node.toPod(icmp("fd00::9", "fd00::2", 136, 0).withHopLimit(255)))
                .isEqualTo(DENIED);
    }

    @Test
    void extensionHeadersHidThePort() {
        node.pod("fd00::2", HERE).isolated(EGRESS, 9).admits(EGRESS, "fd00::9", TCP, 80, 5);

        assertThat(node.fromPod(tcp("[fd00::2]:40000", "[fd00::9]:22", SYN).withExtensions(0, 60)))
                .isEqualTo(DENIED);
        assertThat(node.fromPod(tcp("[fd00::2]:40000", "[fd00::9]:80", SYN).withExtensions(0, 60)))
                .isEqualTo(PASSED);
    }

    @Test
    void packetTooShortToBeReadPassed() {
        pod.isolated(EGRESS, 9);

        for (var bytes = 0; bytes < 20; bytes++) {
            assertThat(node.fromPod(tcp(POD + ":40000", CLIENT + ":80", SYN).tiny(bytes)))
                    .isEqualTo(dropped(DropReason.MALFORMED));
        }
    }

    @Test
    void establishedConnectionOutlivedItsPolicy() {
        admitClient();
        request(SYN);
        answer(SYN | ACK);
        request(ACK);
        pod.withoutSubject();

        assertThat(request(ACK)).isEqualTo(DENIED);
        assertThat(answer(ACK)).isEqualTo(DENIED);
    }

    @Test
    void repliesPassedWhateverHadChanged() {
        pod.isolated(EGRESS, 9).admits(EGRESS, CLIENT, UDP, 53, 5);
        node.fromPod(udp(POD + ":40000", CLIENT + ":53"));
        pod.withoutSubject();

        assertThat(node.toPod(udp(CLIENT + ":53", POD + ":40000"))).isEqualTo(DENIED);
    }

    @Test
    void policyOfTheReceiverOnTheSameNodeWasNotAskedAgain() {
        var other = node.pod("10.244.1.3", HERE);
        assertThat(node.fromPod(tcp(POD + ":40000", "10.244.1.3:80", SYN))).isEqualTo(DELIVERED);
        other.isolated(INGRESS, 8).changed();

        assertThat(node.fromPod(tcp(POD + ":40000", "10.244.1.3:80", ACK))).isEqualTo(DENIED);
    }

    @Test
    void garbageCollectionRemovedConnectionsThatWereInUse() {
        admitClient();
        request(SYN);
        for (var port = 1024; port < 1024 + 4096; port++) {
            node.toPod(tcp(CLIENT + ":" + port, POD + ":8080", SYN));
            if (port % 64 == 0) {
                assertThat(answer(ACK)).isEqualTo(PASSED);
                assertThat(request(ACK)).isEqualTo(PASSED);
            }
        }
    }

    @Test
    void policyMapOfAPodWasFullWithSixteenThousandPeers() {
        pod.isolated(INGRESS, 8);
        var ports = pod.portClass(INGRESS, TCP, 8080, 64);
        for (var peer = 0; peer < 20_000; peer++) {
            pod.verdict(INGRESS, pod.peerClass(INGRESS, peer(peer)), ports, 5);
        }

        for (var peer = 0; peer < 20_000; peer += 997) {
            assertThat(node.toPod(tcp(peer(peer) + ":40000", POD + ":8080", SYN)))
                    .isEqualTo(PASSED);
        }
        assertThat(node.toPod(tcp(peer(20_000) + ":40000", POD + ":8080", SYN))).isEqualTo(DENIED);
    }

    private static String peer(int number) {
        return "10.200.%d.%d".formatted(number / 250, number % 250);
    }

    @Test
    void connectionToAPortWithinARangeNamedNoPolicy() {
        pod.isolated(INGRESS, 8);
        pod.verdict(INGRESS, pod.peerClass(INGRESS, CLIENT), pod.portClass(INGRESS, TCP, 8000, 48 + 11), 5);
        node.toPod(tcp(CLIENT + ":40000", POD + ":8017", SYN));

        assertThat(node.events()).singleElement().satisfies(event -> {
            assertThat(event.cookie()).isEqualTo(5);
            assertThat(event.destinationPort()).isEqualTo(8017);
        });
    }

    @Test
    void deniedPacketDidNotSayWhichPolicyIsolates() {
        pod.isolated(INGRESS, 8);
        request(SYN);

        assertThat(node.denials().keySet())
                .singleElement()
                .satisfies(denial -> assertThat(denial.cookie()).isEqualTo(8));
    }

    @Test
    void rangeOfAddressesDidNotMatchPods() {
        pod.isolated(EGRESS, 9).admits(EGRESS, "10.244.0.0/16", TCP, 80, 5);

        assertThat(node.fromPod(tcp(POD + ":40000", CLIENT + ":80", SYN))).isEqualTo(PASSED);
    }

    @Test
    void probesOfTheNodeWereDenied() {
        pod.isolated(INGRESS, 8).isolated(EGRESS, 9);

        assertThat(node.toPodFromNode(tcp("172.30.0.11:40000", POD + ":8080", SYN)))
                .isEqualTo(PASSED);
        assertThat(answerToNode()).isEqualTo(PASSED);
        pod.changed();
        assertThat(answerToNode()).isEqualTo(PASSED);
    }

    private TestNode.Outcome answerToNode() {
        return node.fromPod(tcp(POD + ":8080", "172.30.0.11:40000", ACK));
    }

    @Test
    void podWasOpenUntilItsPolicyCame() {
        assertThat(node.toPod(tcp(CLIENT + ":40000", "10.244.1.77:80", SYN)))
                .isEqualTo(dropped(DropReason.NOT_PROGRAMMED));
    }

    @Test
    void everythingOfIpv6MeantEverythingOfIpv4() {
        pod.defaults(EGRESS, new SubjectDefaults(1, 9, 0, 0));
        node.identity("0.0.0.0/0");
        pod.admits(EGRESS, "::/0", 0, 0, 5);

        assertThat(node.fromPod(tcp(POD + ":40000", "203.0.113.7:80", SYN))).isEqualTo(DENIED);
    }

    @Test
    void ruleForPortsAdmittedIcmp() {
        node.pod("fd00::2", HERE).isolated(EGRESS, 9).admits(EGRESS, "fd00::9", TCP, 0, 5);

        assertThat(node.fromPod(TestPacket.echo("fd00::2", "fd00::9", 7))).isEqualTo(DENIED);
        assertThat(node.fromPod(TestPacket.ofProtocol(ICMPV6, "fd00::2", "fd00::9")))
                .isEqualTo(DENIED);
    }
}
