package dev.weir.daemon.libbpf;

import dev.weir.daemon.net.Address;
import java.nio.ByteBuffer;

/** ICMP errors about packets, to who sent them. */
final class TestErrors {
    private static final int QUOTED = 128;

    private TestErrors() {}

    /** Port unreachable. */
    static TestPacket unreachable(String from, TestPacket quoted) {
        return error(from, quoted, quoted.isIpv4() ? 3 : 1, quoted.isIpv4() ? 3 : 4, QUOTED);
    }

    /** Fragmentation needed, or packet too big. */
    static TestPacket tooBig(String from, TestPacket quoted) {
        return error(from, quoted, quoted.isIpv4() ? 3 : 2, quoted.isIpv4() ? 4 : 0, QUOTED);
    }

    static TestPacket timeExceeded(String from, TestPacket quoted) {
        return error(from, quoted, quoted.isIpv4() ? 11 : 3, 0, QUOTED);
    }

    static TestPacket redirect(String from, TestPacket quoted) {
        return error(from, quoted, quoted.isIpv4() ? 5 : 137, 0, QUOTED);
    }

    /** Port unreachable that quotes only so much. */
    static TestPacket shortError(String from, TestPacket quoted, int bytes) {
        return error(from, quoted, quoted.isIpv4() ? 3 : 1, quoted.isIpv4() ? 3 : 4, bytes);
    }

    private static TestPacket error(String from, TestPacket quoted, int type, int code, int atMost) {
        var inner = quoted.network();
        var header = ByteBuffer.allocate(8 + Math.min(inner.length, atMost));
        header.put(0, (byte) type).put(1, (byte) code).put(8, inner, 0, header.capacity() - 8);
        var protocol = quoted.isIpv4() ? TestPacket.ICMP : TestPacket.ICMPV6;
        return new TestPacket(Address.parse(from), quoted.source(), protocol, header.array());
    }
}
