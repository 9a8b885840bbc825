package dev.weir.daemon.libbpf;

import static dev.weir.daemon.layout.DropReason.EXTENSION_HEADERS;
import static dev.weir.daemon.layout.DropReason.MALFORMED;
import static dev.weir.daemon.layout.DropReason.MULTICAST;
import static dev.weir.daemon.layout.DropReason.POLICY;
import static dev.weir.daemon.layout.DropReason.ROUTER;
import static dev.weir.daemon.layout.DropReason.SOURCE_ROUTE;
import static dev.weir.daemon.layout.DropReason.UNKNOWN_ETHERTYPE;
import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestPacket.*;
import static dev.weir.daemon.net.Direction.EGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.weir.daemon.layout.DropReason;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A pod that may reach port 80 of 10.244.2.9 and fd00::9 and nothing else. Each packet is one that it sends: that it passes shows
 * that the port was found; POLICY that another one was, or none; every other reason that it could not be read.
 */
@RequiresBpf
final class ParseTests {
    private static final String POD = "10.244.1.2:40000";
    private static final String POD6 = "[fd00::2]:40000";
    private static final String WEB = "10.244.2.9:80";
    private static final String WEB6 = "[fd00::9]:80";
    private static final int ETHERNET = 14;

    private static final TestNode NODE = new TestNode();

    @BeforeAll
    static void programPods() {
        var pod = NODE.pod("10.244.1.2", HERE).isolated(EGRESS, 9);
        var pod6 = NODE.pod("fd00::2", HERE).isolated(EGRESS, 9);
        for (var protocol : new int[] {TCP, UDP, SCTP}) {
            pod.admits(EGRESS, "10.244.2.9", protocol, 80, 5);
            pod6.admits(EGRESS, "fd00::9", protocol, 80, 6);
        }
    }

    @AfterEach
    void forget() {
        NODE.forget();
    }

    @AfterAll
    static void close() {
        NODE.close();
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                passes("ARP", arp()),
                drops("a frame of unknown type", ofEthertype(0x88cc), UNKNOWN_ETHERTYPE),
                drops("802.3 length instead of a type", ofEthertype(46), UNKNOWN_ETHERTYPE),
                drops("a VLAN tag", v4().tagged(0x8100), UNKNOWN_ETHERTYPE),
                drops("a provider's VLAN tag", v4().tagged(0x88a8), UNKNOWN_ETHERTYPE),
                drops("two VLAN tags", v4().tagged(0x88a8, 0x8100), UNKNOWN_ETHERTYPE),
                drops("a VLAN tag, IPv6", v6().tagged(0x8100), UNKNOWN_ETHERTYPE),
                drops("a packet to one in a frame to everybody", v4().toMac(0xff), MULTICAST),
                drops("a packet to one in a frame to a group", v6().toMac(0x33), MULTICAST),
                passes("a frame to another MAC address, as behind a bridge", v4().toMac(0x02)),
                drops("IPv4 to the limited broadcast address", udp(POD, "255.255.255.255:80"), MULTICAST),
                drops("IPv4 to a group", udp(POD, "224.0.0.251:5353"), MULTICAST),
                drops("IPv6 to a group", udp(POD6, "[ff02::fb]:5353"), MULTICAST));
    }

    static Stream<Arguments> ipv4() {
        return Stream.of(
                passes("TCP to the port", v4()),
                drops("TCP to another port", tcp(POD, "10.244.2.9:81", SYN), POLICY),
                passes("one option word", v4().withOptions(1)),
                passes("ten option words", v4().withOptions(10)),
                drops(
                        "options, and another port",
                        tcp(POD, "10.244.2.9:81", SYN).withOptions(10),
                        POLICY),
                passes("options after the end of the list", v4().withOptionBytes(0, 131, 1, 2)),
                passes("a timestamp option", v4().withOptionBytes(68, 8, 5, 0, 0, 0, 0, 0)),
                drops("an option longer than the header", v4().withOptionBytes(68, 9, 5, 0, 0, 0, 0, 0), MALFORMED),
                drops("an option of length one", v4().withOptionBytes(68, 1, 5, 0), MALFORMED),
                drops("an option of length zero", v4().withOptionBytes(68, 0, 5, 0), MALFORMED),
                drops("a loose source route", v4().withOptionBytes(1, 131, 7, 4, 10, 0, 0, 1), SOURCE_ROUTE),
                drops("a strict source route", v4().withOptionBytes(137, 7, 4, 10, 0, 0, 1), SOURCE_ROUTE),
                drops("an end within its options", v4().withOptions(10).truncatedTo(ETHERNET + 40), MALFORMED),
                drops("a header length of 16", v4().sayByte(0, 0x44), MALFORMED),
                drops("a header length of zero", v4().sayByte(0, 0x40), MALFORMED),
                drops("a header longer than the packet", v4().sayByte(0, 0x4f), MALFORMED),
                drops("version 6", v4().sayByte(0, 0x65), MALFORMED),
                drops("version 0", v4().sayByte(0, 0x05), MALFORMED),
                drops("a total length shorter than the header", v4().sayShort(2, 19), MALFORMED),
                drops("a total length of zero", v4().sayShort(2, 0), MALFORMED),
                drops("a total length beyond the frame", v4().sayShort(2, 41), MALFORMED),
                drops("a total length that leaves TCP in the padding", v4().sayShort(2, 24), MALFORMED),
                passes("padding behind the packet", v4().withPadding(6)),
                passes("more than an Ethernet frame holds", v4().withPayload(3000)));
    }

    static Stream<Arguments> ipv6() {
        return Stream.of(
                passes("TCP to the port", v6()),
                drops("TCP to another port", tcp(POD6, "[fd00::9]:81", SYN), POLICY),
                passes("hop-by-hop options", v6().withExtensions(HOP_BY_HOP)),
                passes("destination options", v6().withExtensions(DESTINATION_OPTIONS)),
                passes("an authentication header", v6().withExtensions(AUTHENTICATION)),
                passes("a routing header that has arrived", v6().withExtensions(ROUTING)),
                drops(
                        "a routing header with a way to go",
                        v6().withExtensions(ROUTING).sayByte(43, 1),
                        SOURCE_ROUTE),
                passes("an atomic fragment", v6().withExtensions(FRAGMENT)),
                drops(
                        "an atomic fragment to another port",
                        tcp(POD6, "[fd00::9]:81", SYN).withExtensions(FRAGMENT),
                        POLICY),
                passes("five extension headers", v6().withExtensions(0, 60, 43, 51, 60)),
                drops(
                        "five extension headers, and another port",
                        tcp(POD6, "[fd00::9]:81", SYN).withExtensions(0, 60, 43, 51, 60),
                        POLICY),
                passes("six extension headers", v6().withExtensions(0, 60, 43, 51, 60, 60)),
                drops(
                        "more extension headers than are walked",
                        v6().withExtensions(60, 60, 60, 60, 60, 60, 60),
                        EXTENSION_HEADERS),
                drops("an extension header longer than the packet", extension().sayByte(41, 9), MALFORMED),
                drops("an end in an extension header", extension().truncatedTo(ETHERNET + 44), MALFORMED),
                drops(
                        "a payload length that ends in an extension header",
                        extension().sayShort(4, 8),
                        MALFORMED),
                drops("encrypted payload, whose port nobody sees", ofProtocol(50, "fd00::2", "fd00::9"), POLICY),
                drops("no next header", ofProtocol(59, "fd00::2", "fd00::9"), POLICY),
                drops("a next header that nobody knows", ofProtocol(253, "fd00::2", "fd00::9"), POLICY),
                drops("a mobility header, which is none to hosts", ofProtocol(135, "fd00::2", "fd00::9"), POLICY),
                drops("ICMP of IPv4", ofProtocol(ICMP, "fd00::2", "fd00::9"), POLICY),
                drops("version 4", v6().sayByte(0, 0x45), MALFORMED),
                drops("a payload length beyond the frame", v6().sayShort(4, 21), MALFORMED),
                drops("a payload length of zero", v6().sayShort(4, 0), MALFORMED),
                drops("a payload length that leaves TCP in the padding", v6().sayShort(4, 8), MALFORMED),
                passes("padding behind the packet", v6().withPadding(6)));
    }

    static Stream<Arguments> transports() {
        return Stream.of(
                passes("UDP to the port", udp(POD, WEB)),
                drops("UDP to another port", udp(POD, "10.244.2.9:81"), POLICY),
                passes("SCTP to the port", sctp(POD, WEB)),
                drops("SCTP to another port", sctp(POD, "10.244.2.9:81"), POLICY),
                passes("UDP over IPv6", udp(POD6, WEB6)),
                passes("SCTP over IPv6", sctp(POD6, WEB6)),
                drops("TCP that ends in its header", v4().tiny(19), MALFORMED),
                drops("TCP that ends before its header", v4().tiny(0), MALFORMED),
                drops("TCP with a data offset of four words", v4().sayTransportByte(12, 0x40), MALFORMED),
                drops("TCP with a data offset beyond the packet", v4().sayTransportByte(12, 0x60), MALFORMED),
                passes("TCP with options", v4().withPayload(4).sayTransportByte(12, 0x60)),
                drops("UDP that ends in its header", udp(POD, WEB).tiny(7), MALFORMED),
                drops("UDP with a length of seven", udp(POD, WEB).sayTransportShort(4, 7), MALFORMED),
                drops("UDP with a length of zero", udp(POD, WEB).sayTransportShort(4, 0), MALFORMED),
                drops("UDP with a length beyond the packet", udp(POD, WEB).sayTransportShort(4, 9), MALFORMED),
                passes(
                        "UDP with options behind its data",
                        udp(POD, WEB).withPayload(8).sayTransportShort(4, 8)),
                drops("SCTP without a chunk", sctp(POD, WEB).tiny(12), MALFORMED),
                drops("SCTP that ends in its header", sctp(POD, WEB).tiny(11), MALFORMED),
                drops("SCTP with a chunk of length three", sctp(POD, WEB).sayTransportShort(14, 3), MALFORMED),
                drops("SCTP with a chunk beyond the packet", sctp(POD, WEB).sayTransportShort(14, 5), MALFORMED),
                drops("ICMP of four bytes", echo("10.244.1.2", "10.244.2.9", 1).tiny(4), MALFORMED),
                drops("ICMPv6 of seven bytes", echo("fd00::2", "fd00::9", 1).tiny(7), MALFORMED),
                drops("GRE", ofProtocol(47, "10.244.1.2", "10.244.2.9"), POLICY),
                drops("IPv4 in IPv4", ofProtocol(4, "10.244.1.2", "10.244.2.9"), POLICY),
                drops("ICMPv6 over IPv4", ofProtocol(ICMPV6, "10.244.1.2", "10.244.2.9"), POLICY));
    }

    /** What no TCP sends: receivers disagree on what it does. */
    static Stream<Arguments> tcpFlags() {
        return Stream.of(
                drops("no flag at all", tcp(POD, WEB, 0), MALFORMED),
                drops("SYN and FIN", tcp(POD, WEB, SYN | FIN), MALFORMED),
                drops("SYN and RST", tcp(POD, WEB, SYN | RST), MALFORMED),
                drops("FIN and RST", tcp(POD, WEB, FIN | RST | ACK), MALFORMED),
                drops("FIN alone", tcp(POD, WEB, FIN), MALFORMED),
                drops("PSH alone", tcp(POD, WEB, PSH), MALFORMED),
                drops("a Christmas tree", tcp(POD, WEB, FIN | PSH | URG), MALFORMED),
                drops("every flag", tcp(POD, WEB, 0xff), MALFORMED),
                passes("SYN with the flags of congestion control", tcp(POD, WEB, SYN | 0xc0)),
                passes("ACK, PSH and URG", tcp(POD, WEB, ACK | PSH | URG)),
                passes("RST alone", tcp(POD, WEB, RST)));
    }

    static Stream<Arguments> neighbourDiscovery() {
        return Stream.of(
                passes("a solicitation to a group", neighbour(135, "fd00::2", "ff02::1:ff00:1")),
                passes("a solicitation to find out about its own address", neighbour(135, "::", "ff02::1:ff00:2")),
                passes("an advertisement to the gateway", neighbour(136, "fd00::2", "fe80::1")),
                passes("a router solicitation", neighbour(133, "fe80::2", "ff02::2")),
                drops("a router advertisement", neighbour(134, "fe80::2", "ff02::1"), ROUTER),
                drops("a redirect", neighbour(137, "fe80::2", "fd00::9"), ROUTER),
                drops(
                        "one that came from afar",
                        neighbour(135, "fd00::2", "ff02::1:ff00:1").withHopLimit(64),
                        MULTICAST),
                drops(
                        "one with a code",
                        neighbour(135, "fd00::2", "ff02::1:ff00:1").sayTransportByte(1, 1),
                        MULTICAST),
                drops(
                        "one in fragments",
                        neighbour(135, "fd00::2", "ff02::1:ff00:1").firstFragment(7),
                        MULTICAST),
                drops("one to another node", neighbour(135, "fd00::2", "fd00::99"), POLICY),
                drops("another type with its hop limit", neighbour(138, "fd00::2", "ff02::1"), MULTICAST),
                drops("a group membership report", neighbour(143, "fe80::2", "ff02::16"), MULTICAST));
    }

    @ParameterizedTest
    @MethodSource({"frames", "ipv4", "ipv6", "transports", "tcpFlags", "neighbourDiscovery"})
    void packetIsReadAsItStandsOrDroppedWithAReason(byte[] packet, TestNode.Outcome expected) {
        assertThat(NODE.run("from_pod", packet, 1)).isEqualTo(expected);
    }

    private static Arguments passes(String name, TestPacket packet) {
        return passes(name, packet.bytes());
    }

    private static Arguments passes(String name, byte[] packet) {
        return argumentSet(name + " passes", packet, PASSED);
    }

    private static Arguments drops(String name, TestPacket packet, DropReason reason) {
        return drops(name, packet.bytes(), reason);
    }

    private static Arguments drops(String name, byte[] packet, DropReason reason) {
        return argumentSet(name + " is dropped: " + reason.label(), packet, TestNode.Outcome.dropped(reason));
    }

    private static TestPacket v4() {
        return tcp(POD, WEB, SYN);
    }

    private static TestPacket v6() {
        return tcp(POD6, WEB6, SYN);
    }

    private static TestPacket extension() {
        return v6().withExtensions(HOP_BY_HOP);
    }

    private static TestPacket neighbour(int type, String from, String to) {
        return icmp(from, to, type, 0).withHopLimit(255);
    }
}
