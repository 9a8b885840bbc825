package dev.weir.flow;

import dev.weir.flow.FlowRecord.Connection;
import java.util.HexFormat;

/**
 * A number for the addresses, ports and protocol of a connection, equal in the records of both its ends. Two records with one number and
 * nearly one time are the two ends of one connection; later another connection may have it again, when a client reuses its port. The daemon
 * computes it in the same way.
 */
public final class ConnectionId {
    private static final long START = 0x9e3779b97f4a7c15L;
    private static final long FACTOR = 0xbf58476d1ce4e5b9L;

    private ConnectionId() {}

    /** 16 hexadecimal digits. */
    public static String of(Connection connection) {
        long source = with(
                with(START, connection.source().high()), connection.source().low());
        long both = with(
                with(source, connection.destination().high()),
                connection.destination().low());
        long ports = (long) connection.sourcePort() << 16 | connection.destinationPort();
        return HexFormat.of()
                .toHexDigits(with(both, (long) connection.protocol().number() << 32 | ports));
    }

    private static long with(long hash, long more) {
        long mixed = (hash ^ more) * FACTOR;
        return mixed ^ mixed >>> 29;
    }
}
