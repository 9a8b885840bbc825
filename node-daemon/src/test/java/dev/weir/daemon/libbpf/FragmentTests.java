package dev.weir.daemon.libbpf;

import static dev.weir.daemon.layout.DropReason.FRAGMENT_UNKNOWN;
import static dev.weir.daemon.layout.DropReason.MALFORMED;
import static dev.weir.daemon.layout.DropReason.POLICY;
import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.dropped;
import static dev.weir.daemon.libbpf.TestPacket.DESTINATION_OPTIONS;
import static dev.weir.daemon.libbpf.TestPacket.FRAGMENT;
import static dev.weir.daemon.libbpf.TestPacket.HOP_BY_HOP;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.UDP;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.libbpf.TestPacket.udp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pod that may reach port 80 of 10.244.2.9 and fd00::9 sends datagrams in pieces. First fragments hold 72 or 80 bytes. */
@RequiresBpf
final class FragmentTests {
    private static final String POD = "10.244.1.2:40000";
    private static final String WEB = "10.244.2.9:80";
    private static final String OTHER = "10.244.2.9:81";
    private static final String POD6 = "[fd00::2]:40000";
    private static final String WEB6 = "[fd00::9]:80";

    private final TestNode node = new TestNode();

    @BeforeEach
    void programPods() {
        var pod = node.pod("10.244.1.2", HERE).isolated(EGRESS, 9);
        var pod6 = node.pod("fd00::2", HERE).isolated(EGRESS, 9);
        for (var protocol : new int[] {TCP, UDP}) {
            pod.admits(EGRESS, "10.244.2.9", protocol, 80, 5);
            pod6.admits(EGRESS, "fd00::9", protocol, 80, 6);
        }
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void laterFragmentsHaveThePortsOfTheFirst() {
        assertThat(node.fromPod(first(WEB, 7))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD, WEB).middleFragment(7, 9))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD, WEB).laterFragment(7, 17))).isEqualTo(PASSED);
    }

    @Test
    void fragmentsOfADeniedDatagramAreDenied() {
        assertThat(node.fromPod(first(OTHER, 7))).isEqualTo(dropped(POLICY));
        assertThat(node.fromPod(udp(POD, OTHER).laterFragment(7, 9))).isEqualTo(dropped(POLICY));
    }

    @Test
    void laterFragmentWithoutAFirstIsDropped() {
        assertThat(node.fromPod(udp(POD, WEB).laterFragment(8, 9))).isEqualTo(dropped(FRAGMENT_UNKNOWN));
        assertThat(node.fromPod(udp(POD6, WEB6).laterFragment(8, 9))).isEqualTo(dropped(FRAGMENT_UNKNOWN));
    }

    @Test
    void laterFragmentThatOvertakesTheFirstIsDroppedAndPassesWhenItIsSentAgain() {
        assertThat(node.fromPod(udp(POD, WEB).laterFragment(7, 9))).isEqualTo(dropped(FRAGMENT_UNKNOWN));
        assertThat(node.fromPod(first(WEB, 7))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD, WEB).laterFragment(7, 9))).isEqualTo(PASSED);
    }

    @Test
    void laterFragmentsMayComeInAnyOrder() {
        node.fromPod(first(WEB, 7));

        assertThat(node.fromPod(udp(POD, WEB).laterFragment(7, 25))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD, WEB).middleFragment(7, 17))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD, WEB).middleFragment(7, 9))).isEqualTo(PASSED);
    }

    @Test
    void anotherIdOrAnotherProtocolIsAnotherDatagram() {
        node.fromPod(first(WEB, 7));

        assertThat(node.fromPod(udp(POD, WEB).laterFragment(8, 9))).isEqualTo(dropped(FRAGMENT_UNKNOWN));
        assertThat(node.fromPod(tcp(POD, WEB, SYN).laterFragment(7, 9))).isEqualTo(dropped(FRAGMENT_UNKNOWN));
        assertThat(node.fromPod(udp(POD, "10.244.2.8:80").laterFragment(7, 9))).isEqualTo(dropped(FRAGMENT_UNKNOWN));
    }

    @Test
    void fragmentThatOverlapsTheFirstCouldRewriteWhatWasJudged() {
        node.fromPod(tcp(POD, WEB, SYN).withPayload(60).firstFragment(7));
        node.fromPod(tcp(POD6, WEB6, SYN).withPayload(60).firstFragment(7));

        for (var offset = 1; offset < 10; offset++) {
            assertThat(node.fromPod(tcp(POD, WEB, SYN).laterFragment(7, offset)))
                    .isEqualTo(dropped(MALFORMED));
            assertThat(node.fromPod(tcp(POD6, WEB6, SYN).laterFragment(7, offset)))
                    .isEqualTo(dropped(MALFORMED));
        }
        assertThat(node.fromPod(tcp(POD, WEB, SYN).laterFragment(7, 10))).isEqualTo(PASSED);
        assertThat(node.fromPod(tcp(POD6, WEB6, SYN).laterFragment(7, 10))).isEqualTo(PASSED);
    }

    @Test
    void secondFirstFragmentIsJudgedForItself() {
        node.fromPod(first(WEB, 7));

        assertThat(node.fromPod(first(OTHER, 7))).isEqualTo(dropped(POLICY));
        assertThat(node.fromPod(udp(POD, WEB).laterFragment(7, 9))).isEqualTo(dropped(POLICY));
    }

    @Test
    void tinyFirstFragmentThatSplitsTheTransportHeaderIsMalformed() {
        assertThat(node.fromPod(tcp(POD, WEB, SYN).tiny(8).firstFragment(7))).isEqualTo(dropped(MALFORMED));
        assertThat(node.fromPod(tcp(POD, WEB, SYN).tiny(16).firstFragment(7))).isEqualTo(dropped(MALFORMED));
        assertThat(node.fromPod(tcp(POD6, WEB6, SYN).tiny(16).firstFragment(7))).isEqualTo(dropped(MALFORMED));
        assertThat(node.fromPod(tcp(POD, WEB, SYN)
                        .withPayload(4)
                        .sayTransportByte(12, 0x80)
                        .firstFragment(7)))
                .isEqualTo(dropped(MALFORMED));
        assertThat(node.fromPod(tcp(POD, WEB, SYN).laterFragment(7, 1))).isEqualTo(dropped(FRAGMENT_UNKNOWN));
    }

    @Test
    void fragmentThatIsNotTheLastIsAMultipleOfEightBytes() {
        assertThat(node.fromPod(udp(POD, WEB).withPayload(61).firstFragment(7))).isEqualTo(dropped(MALFORMED));
        assertThat(node.fromPod(udp(POD6, WEB6).withPayload(61).firstFragment(7)))
                .isEqualTo(dropped(MALFORMED));
        node.fromPod(first(WEB, 7));
        assertThat(node.fromPod(udp(POD, WEB).middleFragment(7, 9).tiny(9))).isEqualTo(dropped(MALFORMED));
        assertThat(node.fromPod(udp(POD, WEB).laterFragment(7, 9).tiny(9))).isEqualTo(PASSED);
    }

    @Test
    void fragmentThatReachesBeyondTheGreatestDatagramIsMalformed() {
        node.fromPod(first(WEB, 7));

        assertThat(node.fromPod(udp(POD, WEB).laterFragment(7, 8191))).isEqualTo(dropped(MALFORMED));
        assertThat(node.fromPod(udp(POD, WEB).laterFragment(7, 8183))).isEqualTo(PASSED);
    }

    @Test
    void fragmentWithoutDataIsMalformed() {
        node.fromPod(first(WEB, 7));

        assertThat(node.fromPod(udp(POD, WEB).laterFragment(7, 9).tiny(0))).isEqualTo(dropped(MALFORMED));
    }

    @Test
    void atomicFragmentIsAWholePacketAndNobodysFirst() {
        assertThat(node.fromPod(udp(POD6, WEB6).withExtensions(FRAGMENT))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD6, WEB6).laterFragment(0, 9))).isEqualTo(dropped(FRAGMENT_UNKNOWN));
    }

    @Test
    void ipv6FragmentsAreFollowedBehindAndBeforeOtherExtensions() {
        var first = udp(POD6, WEB6).withPayload(64).withExtensions(HOP_BY_HOP, FRAGMENT, DESTINATION_OPTIONS);

        assertThat(node.fromPod(first.firstFragment(9))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD6, WEB6).withExtensions(HOP_BY_HOP).laterFragment(9, 11)))
                .isEqualTo(PASSED);
        assertThat(node.fromPod(udp(POD6, WEB6).withExtensions(HOP_BY_HOP).laterFragment(9, 10)))
                .isEqualTo(dropped(MALFORMED));
    }

    private static TestPacket first(String to, int id) {
        return udp(POD, to).withPayload(64).firstFragment(id);
    }
}
