package dev.weir.daemon.libbpf;

import dev.weir.daemon.net.Address;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds the bytes of one packet. Ends are written {@code 10.0.0.1:80} or {@code [fd00::1]:80}. Checksums are left zero. Every
 * length is right unless it is told to {@code say} another.
 */
final class TestPacket {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;
    static final int SCTP = 132;

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int URG = 32;

    static final int HOP_BY_HOP = 0;
    static final int ROUTING = 43;
    static final int FRAGMENT = 44;
    static final int AUTHENTICATION = 51;
    static final int DESTINATION_OPTIONS = 60;

    static final int INIT = 1;
    static final int ABORT = 6;
    static final int COOKIE_ECHO = 10;
    static final int SHUTDOWN_COMPLETE = 14;
    static final int DATA = 0;

    private static final byte[] HERE = new byte[6];

    private record Fragment(int id, int offset, boolean more) {
        static final Fragment WHOLE = new Fragment(0, 0, false);
    }

    /** A number that is written over what stands there. */
    private record Lie(boolean inTransport, int at, int bytes, int value) {
        void tell(ByteBuffer packet, int transport) {
            var place = at + (inTransport ? transport : 0);
            if (bytes == 1) {
                packet.put(place, (byte) value);
            } else {
                packet.putShort(place, (short) value);
            }
        }
    }

    private final Address source;
    private final Address destination;
    private final int protocol;
    private byte[] transport;
    private byte[] options = {};
    private final List<Integer> extensions = new ArrayList<>();
    private final List<Lie> lies = new ArrayList<>();
    private Fragment fragment = Fragment.WHOLE;
    private int hopLimit = 64;
    private int padding;
    private byte[] receiver = HERE;

    TestPacket(Address source, Address destination, int protocol, byte[] transport) {
        this.source = source;
        this.destination = destination;
        this.protocol = protocol;
        this.transport = transport;
    }

    record End(Address address, int port) {
        static End of(String text) {
            var colon = text.lastIndexOf(':');
            var address = text.substring(0, colon).replace("[", "").replace("]", "");
            return new End(Address.parse(address), Integer.parseInt(text.substring(colon + 1)));
        }
    }

    static TestPacket tcp(String from, String to, int flags) {
        var header = ports(from, to, 20);
        header.put(12, (byte) 0x50).put(13, (byte) flags);
        return withPorts(from, to, TCP, header);
    }

    static TestPacket udp(String from, String to) {
        return withPorts(from, to, UDP, ports(from, to, 8).putShort(4, (short) 8));
    }

    static TestPacket sctp(String from, String to) {
        return sctp(from, to, INIT);
    }

    /** With one chunk. */
    static TestPacket sctp(String from, String to, int chunk) {
        return withPorts(
                from, to, SCTP, ports(from, to, 16).put(12, (byte) chunk).putShort(14, (short) 4));
    }

    private static ByteBuffer ports(String from, String to, int size) {
        return ByteBuffer.allocate(size)
                .putShort(0, (short) End.of(from).port())
                .putShort(2, (short) End.of(to).port());
    }

    private static TestPacket withPorts(String from, String to, int protocol, ByteBuffer header) {
        return new TestPacket(End.of(from).address(), End.of(to).address(), protocol, header.array());
    }

    static TestPacket echo(String from, String to, int id) {
        return icmp(from, to, Address.parse(from).isIpv4() ? 8 : 128, id);
    }

    static TestPacket echoReply(String from, String to, int id) {
        return icmp(from, to, Address.parse(from).isIpv4() ? 0 : 129, id);
    }

    static TestPacket icmp(String from, String to, int type, int id) {
        var source = Address.parse(from);
        var header = ByteBuffer.allocate(24).put(0, (byte) type).putShort(4, (short) id);
        return new TestPacket(source, Address.parse(to), source.isIpv4() ? ICMP : ICMPV6, header.array());
    }

    static TestPacket ofProtocol(int protocol, String from, String to) {
        return new TestPacket(Address.parse(from), Address.parse(to), protocol, new byte[16]);
    }

    static byte[] arp() {
        return ethernet(HERE, 0x0806, new byte[28]);
    }

    static byte[] ofEthertype(int ethertype) {
        return ethernet(HERE, ethertype, new byte[46]);
    }

    /** The frame with tags of these types before its own type. */
    byte[] tagged(int... types) {
        var frame = bytes();
        for (var i = types.length - 1; i >= 0; i--) {
            var inner = ByteBuffer.allocate(frame.length - 10);
            inner.putShort(0, (short) 5).put(2, frame, 12, frame.length - 12);
            frame = ethernet(receiver, types[i], inner.array());
        }
        return frame;
    }

    /** @param words four bytes each, as no-operation options */
    TestPacket withOptions(int words) {
        options = new byte[4 * words];
        Arrays.fill(options, (byte) 1);
        return this;
    }

    /** @param bytes of IPv4 options; ends of the list fill them up to whole words */
    TestPacket withOptionBytes(int... bytes) {
        options = new byte[(bytes.length + 3) / 4 * 4];
        for (var i = 0; i < bytes.length; i++) {
            options[i] = (byte) bytes[i];
        }
        return this;
    }

    TestPacket withExtensions(Integer... headers) {
        extensions.addAll(Arrays.asList(headers));
        return this;
    }

    TestPacket withHopLimit(int hopLimit) {
        this.hopLimit = hopLimit;
        return this;
    }

    TestPacket withPayload(int bytes) {
        transport = Arrays.copyOf(transport, transport.length + bytes);
        if (protocol == UDP) {
            ByteBuffer.wrap(transport).putShort(4, (short) transport.length);
        }
        return this;
    }

    TestPacket firstFragment(int id) {
        fragment = new Fragment(id, 0, true);
        return this;
    }

    /** @param offset in units of eight bytes; the transport header is replaced by data */
    TestPacket laterFragment(int id, int offset) {
        fragment = new Fragment(id, offset, false);
        transport = new byte[64];
        Arrays.fill(transport, (byte) 0xff);
        return this;
    }

    TestPacket middleFragment(int id, int offset) {
        laterFragment(id, offset);
        fragment = new Fragment(id, offset, true);
        return this;
    }

    /** Only the first bytes of the transport header, and the length says so. */
    TestPacket tiny(int bytes) {
        transport = Arrays.copyOf(transport, bytes);
        return this;
    }

    /** @param bytes behind the end of the packet, as Ethernet fills up short frames */
    TestPacket withPadding(int bytes) {
        padding = bytes;
        return this;
    }

    TestPacket toMac(int first) {
        receiver = new byte[6];
        Arrays.fill(receiver, (byte) first);
        return this;
    }

    TestPacket sayByte(int at, int value) {
        lies.add(new Lie(false, at, 1, value));
        return this;
    }

    TestPacket sayShort(int at, int value) {
        lies.add(new Lie(false, at, 2, value));
        return this;
    }

    TestPacket sayTransportByte(int at, int value) {
        lies.add(new Lie(true, at, 1, value));
        return this;
    }

    TestPacket sayTransportShort(int at, int value) {
        lies.add(new Lie(true, at, 2, value));
        return this;
    }

    boolean isIpv4() {
        return source.isIpv4();
    }

    Address source() {
        return source;
    }

    byte[] bytes() {
        var network = network();
        return ethernet(receiver, isIpv4() ? 0x0800 : 0x86dd, Arrays.copyOf(network, network.length + padding));
    }

    /** @param size with 14 bytes of Ethernet header */
    byte[] truncatedTo(int size) {
        return Arrays.copyOf(bytes(), size);
    }

    /** Without the Ethernet header. */
    byte[] network() {
        var packet = isIpv4() ? ipv4() : ipv6();
        lies.forEach(lie -> lie.tell(ByteBuffer.wrap(packet), packet.length - transport.length));
        return packet;
    }

    private byte[] ipv4() {
        var size = 20 + options.length;
        var packet = ByteBuffer.allocate(size + transport.length);
        packet.put((byte) (0x40 | size / 4)).put((byte) 0).putShort((short) packet.capacity());
        packet.putShort((short) fragment.id).putShort((short) (fragment.offset | (fragment.more ? 0x2000 : 0)));
        packet.put((byte) hopLimit).put((byte) protocol).putShort((short) 0);
        packet.put(source.wireBytes()).put(destination.wireBytes()).put(options).put(transport);
        return packet.array();
    }

    private byte[] ipv6() {
        var headers = new ArrayList<>(extensions);
        if ((fragment.more || fragment.offset > 0) && !headers.contains(FRAGMENT)) {
            headers.add(FRAGMENT);
        }
        var body = new ByteArrayOutputStream();
        for (var i = 0; i < headers.size(); i++) {
            body.writeBytes(extension(headers.get(i), i + 1 < headers.size() ? headers.get(i + 1) : protocol));
        }
        body.writeBytes(transport);
        var packet = ByteBuffer.allocate(40 + body.size());
        packet.putInt(6 << 28).putShort((short) body.size());
        packet.put((byte) (int) (headers.isEmpty() ? protocol : headers.getFirst()))
                .put((byte) hopLimit);
        packet.put(source.bytes()).put(destination.bytes()).put(body.toByteArray());
        return packet.array();
    }

    private byte[] extension(int header, int next) {
        return switch (header) {
            case FRAGMENT ->
                ByteBuffer.allocate(8)
                        .put((byte) next)
                        .put((byte) 0)
                        .putShort((short) (fragment.offset << 3 | (fragment.more ? 1 : 0)))
                        .putInt(fragment.id)
                        .array();
            // Its length is in units of four bytes, less two: 16 bytes here.
            case AUTHENTICATION ->
                ByteBuffer.allocate(16).put((byte) next).put((byte) 2).array();
            default -> ByteBuffer.allocate(16).put((byte) next).put((byte) 1).array();
        };
    }

    private static byte[] ethernet(byte[] receiver, int ethertype, byte[] payload) {
        var frame = ByteBuffer.allocate(14 + payload.length);
        return frame.put(0, receiver)
                .putShort(12, (short) ethertype)
                .put(14, payload)
                .array();
    }
}
