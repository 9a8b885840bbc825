package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.NEIGHBOUR;
import static dev.weir.daemon.libbpf.TestNode.Outcome.DELIVERED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.dropped;
import static dev.weir.daemon.libbpf.TestPacket.ACK;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.layout.ConntrackFlag;
import dev.weir.daemon.layout.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may send and receive at each hook, and which way a packet goes on. */
@RequiresBpf
final class HookTests {
    private static final String POD = "10.244.1.2";
    private static final String OTHER = "10.244.1.3";
    private static final String REMOTE = "10.244.2.9";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void podWithoutProgramIsClosedInBothDirections() {
        assertThat(node.fromPod(tcp(POD + ":40000", REMOTE + ":80", SYN)))
                .isEqualTo(dropped(DropReason.NOT_PROGRAMMED));
        assertThat(node.toPod(tcp(REMOTE + ":40000", POD + ":80", SYN))).isEqualTo(dropped(DropReason.NOT_PROGRAMMED));
    }

    @Test
    void podWhoseSubjectIsMissingIsClosed() {
        node.pod(POD, HERE).withoutSubject();

        assertThat(node.fromPod(tcp(POD + ":40000", REMOTE + ":80", SYN))).isEqualTo(dropped(DropReason.POLICY));
        assertThat(node.toPod(tcp(REMOTE + ":40000", POD + ":80", SYN))).isEqualTo(dropped(DropReason.POLICY));
    }

    @Test
    void sourceOfAnotherInterfaceIsSpoofed() {
        node.pod(OTHER, NEIGHBOUR);

        assertThat(node.fromPod(tcp(OTHER + ":40000", REMOTE + ":80", SYN)))
                .isEqualTo(dropped(DropReason.SPOOFED_SOURCE));
    }

    @Test
    void packetToAPodOfThisNodeIsDeliveredDirectlyInBothDirections() {
        node.pod(POD, HERE);
        node.pod(OTHER, HERE);

        assertThat(node.fromPod(tcp(POD + ":40000", OTHER + ":80", SYN))).isEqualTo(DELIVERED);
        assertThat(node.fromPod(tcp(OTHER + ":80", POD + ":40000", SYN | ACK))).isEqualTo(DELIVERED);
        assertThat(ConntrackFlag.DIRECT.isSet(node.connection().flags())).isTrue();
    }

    @Test
    void packetToAnotherNodeGoesOnToTheKernel() {
        node.pod(POD, HERE);

        assertThat(node.fromPod(tcp(POD + ":40000", REMOTE + ":80", SYN))).isEqualTo(PASSED);
        assertThat(ConntrackFlag.DIRECT.isSet(node.connection().flags())).isFalse();
    }

    @Test
    void answerToAConnectionThatTheKernelDeliveredIsNotRedirectedPastIt() {
        node.pod(POD, HERE);
        node.pod(OTHER, NEIGHBOUR);
        node.toPod(tcp(OTHER + ":40000", POD + ":80", SYN));

        assertThat(node.fromPod(tcp(POD + ":80", OTHER + ":40000", SYN | ACK))).isEqualTo(PASSED);
    }

    @Test
    void directDeliveryAsksTheNeighboursIngressPolicyToo() {
        node.pod(POD, HERE);
        node.pod(OTHER, NEIGHBOUR).isolated(INGRESS, 9).admits(INGRESS, POD, TCP, 80, 5);

        assertThat(node.fromPod(tcp(POD + ":40000", OTHER + ":80", SYN))).isEqualTo(DELIVERED);
        assertThat(node.fromPod(tcp(POD + ":40001", OTHER + ":81", SYN))).isEqualTo(dropped(DropReason.POLICY));
    }

    @Test
    void uplinkDeliversToAPodOfThisNodeAndLeavesTheRestToTheKernel() {
        node.pod(POD, HERE).isolated(INGRESS, 9).admits(INGRESS, REMOTE, TCP, 80, 5);

        assertThat(node.fromUplink(tcp(REMOTE + ":40000", POD + ":80", SYN))).isEqualTo(DELIVERED);
        assertThat(node.fromUplink(tcp(REMOTE + ":40000", POD + ":81", SYN))).isEqualTo(dropped(DropReason.POLICY));
        assertThat(node.fromUplink(tcp(REMOTE + ":40000", "172.30.0.11:22", SYN)))
                .isEqualTo(PASSED);
    }

    @Test
    void uplinkLeavesAnswersToTheKernelWhenItSentTheRequest() {
        node.pod(POD, HERE);
        node.fromPod(tcp(POD + ":40000", REMOTE + ":80", SYN));

        assertThat(node.fromUplink(tcp(REMOTE + ":80", POD + ":40000", SYN | ACK)))
                .isEqualTo(PASSED);
        assertThat(node.toPod(tcp(REMOTE + ":80", POD + ":40000", SYN | ACK))).isEqualTo(PASSED);
    }

    @Test
    void uplinkDoesNotDeliverWhatPretendsToBeAPodOfThisNode() {
        node.pod(POD, HERE);
        node.pod(OTHER, NEIGHBOUR);

        assertThat(node.fromUplink(tcp(OTHER + ":40000", POD + ":80", SYN))).isEqualTo(PASSED);
        assertThat(node.connections()).isEmpty();
    }

    @Test
    void uplinkLeavesWhatClaimsToBeANodeToTheKernelWhichKnowsItsOwnAddresses() {
        node.pod(POD, HERE);
        node.nodeAddress("172.30.0.11");

        assertThat(node.fromUplink(tcp("172.30.0.11:40000", POD + ":80", SYN))).isEqualTo(PASSED);
        assertThat(node.connections()).isEmpty();
    }

    @Test
    void connectionWhoseBeginningNobodySawIsNotDeliveredPastTheKernel() {
        node.pod(POD, HERE);
        node.pod(OTHER, NEIGHBOUR);

        assertThat(node.fromPod(tcp(POD + ":40000", OTHER + ":80", ACK))).isEqualTo(PASSED);
        assertThat(node.fromUplink(tcp(REMOTE + ":40000", POD + ":80", ACK))).isEqualTo(PASSED);
        assertThat(node.connections().values()).noneMatch(entry -> ConntrackFlag.DIRECT.isSet(entry.flags()));
    }

    @Test
    void frameToAnotherMacAddressIsNotDeliveredPastTheBridge() {
        node.pod(POD, HERE);
        node.pod(OTHER, NEIGHBOUR);

        assertThat(node.fromPod(tcp(POD + ":40000", OTHER + ":80", SYN).toMac(2)))
                .isEqualTo(PASSED);
    }

    @Test
    void podReachesItselfThroughAnAddressThatTheNodeTranslates() {
        node.pod(POD, HERE).isolated(INGRESS, 8).isolated(EGRESS, 9);

        assertThat(node.hairpin(tcp("172.30.0.11:33000", POD + ":8080", SYN))).isEqualTo(PASSED);
        assertThat(node.fromPod(tcp(POD + ":8080", "172.30.0.11:33000", SYN | ACK)))
                .isEqualTo(PASSED);
        assertThat(node.hairpin(tcp("172.30.0.200:80", POD + ":40000", SYN | ACK)))
                .isEqualTo(PASSED);
        assertThat(node.toPod(tcp("172.30.0.11:33001", POD + ":8080", SYN))).isEqualTo(dropped(DropReason.POLICY));
    }

    @Test
    void podReachesItsOwnAddress() {
        node.pod(POD, HERE).isolated(INGRESS, 8).isolated(EGRESS, 9);

        assertThat(node.fromPod(tcp(POD + ":40000", POD + ":8080", SYN))).isEqualTo(PASSED);
        assertThat(node.hairpin(tcp(POD + ":40000", POD + ":8080", SYN))).isEqualTo(PASSED);
    }

    @Test
    void packetThatPretendsToBeItsReceiverIsJudged() {
        node.pod(POD, HERE).isolated(INGRESS, 8);

        assertThat(node.toPod(tcp(POD + ":40000", POD + ":8080", SYN))).isEqualTo(dropped(DropReason.POLICY));
    }

    @Test
    void nodeReachesAnIsolatedPodAndGetsItsAnswer() {
        node.pod(POD, HERE).isolated(INGRESS, 8).isolated(EGRESS, 9);

        assertThat(node.toPodFromNode(tcp("172.30.0.11:40000", POD + ":8080", SYN)))
                .isEqualTo(PASSED);
        assertThat(node.fromPod(tcp(POD + ":8080", "172.30.0.11:40000", SYN | ACK)))
                .isEqualTo(PASSED);
        assertThat(ConntrackFlag.FROM_NODE.isSet(node.connection().flags())).isTrue();
    }

    @Test
    void isolatedPodDoesNotReachTheNode() {
        node.pod(POD, HERE).isolated(EGRESS, 9);

        assertThat(node.fromPod(tcp(POD + ":40000", "172.30.0.11:22", SYN))).isEqualTo(dropped(DropReason.POLICY));
    }

    @Test
    void nodeReachesAPodThatIsNotProgrammedYet() {
        assertThat(node.toPodFromNode(tcp("172.30.0.11:40000", POD + ":8080", SYN)))
                .isEqualTo(PASSED);
    }

    @Test
    void multicastAndBroadcastOfAPodAreDropped() {
        node.pod(POD, HERE);
        node.pod("fd00::2", HERE);

        assertThat(node.fromPod(TestPacket.udp(POD + ":5353", "224.0.0.251:5353")))
                .isEqualTo(dropped(DropReason.MULTICAST));
        assertThat(node.fromPod(TestPacket.udp(POD + ":68", "255.255.255.255:67")))
                .isEqualTo(dropped(DropReason.MULTICAST));
        assertThat(node.fromPod(TestPacket.udp("[fd00::2]:5353", "[ff02::fb]:5353")))
                .isEqualTo(dropped(DropReason.MULTICAST));
    }
}
