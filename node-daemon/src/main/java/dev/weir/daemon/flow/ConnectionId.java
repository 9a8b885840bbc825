package dev.weir.daemon.flow;

/**
 * A number for the addresses, ports and protocol of a connection, equal in the records of both its ends. Two records with one
 * number and nearly one time are the two ends of one connection; later another connection may have it again, when a client
 * reuses its port. The server computes it in the same way.
 */
final class ConnectionId {
    private static final long START = 0x9e3779b97f4a7c15L;
    private static final long FACTOR = 0xbf58476d1ce4e5b9L;

    private ConnectionId() {}

    static long of(Connection connection) {
        var source = with(
                with(START, connection.source().high()), connection.source().low());
        var both = with(
                with(source, connection.destination().high()),
                connection.destination().low());
        var ports =
                (long) connection.ports().source() << 16 | connection.ports().destination();
        return with(both, (long) connection.protocol() << 32 | ports);
    }

    private static long with(long hash, long more) {
        var mixed = (hash ^ more) * FACTOR;
        return mixed ^ mixed >>> 29;
    }
}
