package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.dropped;
import static dev.weir.daemon.libbpf.TestPacket.AUTHENTICATION;
import static dev.weir.daemon.libbpf.TestPacket.DESTINATION_OPTIONS;
import static dev.weir.daemon.libbpf.TestPacket.HOP_BY_HOP;
import static dev.weir.daemon.libbpf.TestPacket.ROUTING;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.UDP;
import static dev.weir.daemon.libbpf.TestPacket.icmp;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.libbpf.TestPacket.udp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.weir.daemon.layout.DropReason;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A pod that may reach port 80 of 10.244.2.9 and fd00::9 and nothing else: each packet shows that its port was found, or why not. */
@RequiresBpf
final class ParseTests {
    private static final String V4 = "10.244.1.2:40000";
    private static final String V6 = "[fd00::2]:40000";

    private final TestNode node = new TestNode();

    @BeforeEach
    void programPods() {
        node.pod("10.244.1.2", HERE)
                .isolated(EGRESS, 9)
                .admits(EGRESS, "10.244.2.9", TCP, 80, 5)
                .admits(EGRESS, "10.244.2.9", UDP, 80, 5);
        node.pod("fd00::2", HERE)
                .isolated(EGRESS, 9)
                .admits(EGRESS, "fd00::9", TCP, 80, 6)
                .admits(EGRESS, "fd00::9", UDP, 80, 6);
    }

    @AfterEach
    void close() {
        node.close();
    }

    static Stream<Arguments> packets() {
        return Stream.of(
                argumentSet("IPv4", v4(80).bytes(), PASSED),
                argumentSet("IPv4, another port", v4(81).bytes(), dropped(DropReason.POLICY)),
                argumentSet("IPv4 with one option word", v4(80).withOptions(1).bytes(), PASSED),
                argumentSet("IPv4 with ten option words", v4(80).withOptions(10).bytes(), PASSED),
                argumentSet(
                        "IPv4 with options, another port",
                        v4(81).withOptions(10).bytes(),
                        dropped(DropReason.POLICY)),
                argumentSet(
                        "IPv4 that ends in its options",
                        v4(80).withOptions(10).truncatedTo(14 + 40),
                        dropped(DropReason.MALFORMED)),
                argumentSet(
                        "IPv4 that ends in the TCP header",
                        v4(80).truncatedTo(14 + 20 + 16),
                        dropped(DropReason.MALFORMED)),
                argumentSet(
                        "IPv4 with a header length of 16", patched(v4(80), 14, 0x44), dropped(DropReason.MALFORMED)),
                argumentSet("IPv4 that says it is IPv6", patched(v4(80), 14, 0x65), dropped(DropReason.MALFORMED)),
                argumentSet("IPv6", v6(80).bytes(), PASSED),
                argumentSet("IPv6, another port", v6(81).bytes(), dropped(DropReason.POLICY)),
                argumentSet(
                        "IPv6 with hop-by-hop options",
                        v6(80).withExtensions(HOP_BY_HOP).bytes(),
                        PASSED),
                argumentSet(
                        "IPv6 with hop-by-hop options, another port",
                        v6(81).withExtensions(HOP_BY_HOP).bytes(),
                        dropped(DropReason.POLICY)),
                argumentSet(
                        "IPv6 with five extension headers",
                        v6(80).withExtensions(
                                        HOP_BY_HOP, DESTINATION_OPTIONS, ROUTING, AUTHENTICATION, DESTINATION_OPTIONS)
                                .bytes(),
                        PASSED),
                argumentSet(
                        "IPv6 with more extension headers than are walked",
                        v6(80).withExtensions(60, 60, 60, 60, 60, 60, 60, 60).bytes(),
                        dropped(DropReason.EXTENSION_HEADERS)),
                argumentSet(
                        "IPv6 that ends in an extension header",
                        v6(80).withExtensions(HOP_BY_HOP).truncatedTo(14 + 40 + 4),
                        dropped(DropReason.MALFORMED)),
                argumentSet("IPv6 that says it is IPv4", patched(v6(80), 14, 0x45), dropped(DropReason.MALFORMED)),
                argumentSet(
                        "UDP without a whole header",
                        udp(V4, "10.244.2.9:80").truncatedTo(14 + 20 + 6),
                        dropped(DropReason.MALFORMED)),
                argumentSet("ARP", TestPacket.arp(), PASSED),
                argumentSet(
                        "neighbour solicitation",
                        solicitation("ff02::1:ff00:1", 255).bytes(),
                        PASSED),
                argumentSet(
                        "neighbour solicitation that came from afar",
                        solicitation("ff02::1:ff00:1", 64).bytes(),
                        dropped(DropReason.MULTICAST)),
                argumentSet(
                        "neighbour advertisement to the gateway",
                        icmp("fd00::2", "fe80::1", 136, 0).withHopLimit(255).bytes(),
                        PASSED),
                argumentSet(
                        "neighbour solicitation to another node",
                        solicitation("fd00::99", 255).bytes(),
                        dropped(DropReason.POLICY)),
                argumentSet(
                        "a frame of unknown type",
                        TestPacket.ofEthertype(0x88cc),
                        dropped(DropReason.UNKNOWN_ETHERTYPE)),
                argumentSet(
                        "802.3 length instead of a type",
                        TestPacket.ofEthertype(46),
                        dropped(DropReason.UNKNOWN_ETHERTYPE)));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void packetIsReadAsItStands(byte[] packet, TestNode.Outcome expected) {
        assertThat(node.run("from_pod", packet, 1)).isEqualTo(expected);
    }

    @Test
    void laterFragmentsHaveThePortsOfTheFirst() {
        assertThat(node.fromPod(udp(V4, "10.244.2.9:80").withPayload(64).firstFragment(7)))
                .isEqualTo(PASSED);
        assertThat(node.fromPod(udp(V4, "10.244.2.9:80").laterFragment(7, 9))).isEqualTo(PASSED);
        assertThat(node.fromPod(udp(V4, "10.244.2.9:80").laterFragment(7, 17))).isEqualTo(PASSED);
    }

    @Test
    void fragmentsOfADeniedDatagramAreDenied() {
        assertThat(node.fromPod(udp(V4, "10.244.2.9:81").withPayload(64).firstFragment(7)))
                .isEqualTo(dropped(DropReason.POLICY));
        assertThat(node.fromPod(udp(V4, "10.244.2.9:81").laterFragment(7, 9))).isEqualTo(dropped(DropReason.POLICY));
    }

    @Test
    void laterFragmentWithoutAFirstIsDropped() {
        assertThat(node.fromPod(udp(V4, "10.244.2.9:80").laterFragment(8, 9)))
                .isEqualTo(dropped(DropReason.FRAGMENT_UNKNOWN));
        assertThat(node.fromPod(udp(V6, "[fd00::9]:80").laterFragment(8, 9)))
                .isEqualTo(dropped(DropReason.FRAGMENT_UNKNOWN));
    }

    @Test
    void fragmentThatOverlapsTheTcpHeaderIsMalformed() {
        node.fromPod(v4(80).withPayload(64).firstFragment(7));

        assertThat(node.fromPod(v4(80).laterFragment(7, 1))).isEqualTo(dropped(DropReason.MALFORMED));
    }

    @Test
    void ipv6FragmentsAreFollowedBehindOtherExtensions() {
        assertThat(node.fromPod(
                        v6(80).withPayload(64).withExtensions(HOP_BY_HOP).firstFragment(9)))
                .isEqualTo(PASSED);
        assertThat(node.fromPod(v6(80).withExtensions(HOP_BY_HOP).laterFragment(9, 9)))
                .isEqualTo(PASSED);
    }

    private static TestPacket v4(int port) {
        return tcp(V4, "10.244.2.9:" + port, SYN);
    }

    private static TestPacket v6(int port) {
        return tcp(V6, "[fd00::9]:" + port, SYN);
    }

    private static TestPacket solicitation(String to, int hopLimit) {
        return icmp("fd00::2", to, 135, 0).withHopLimit(hopLimit);
    }

    private static byte[] patched(TestPacket packet, int at, int value) {
        var bytes = packet.bytes();
        bytes[at] = (byte) value;
        return bytes;
    }
}
