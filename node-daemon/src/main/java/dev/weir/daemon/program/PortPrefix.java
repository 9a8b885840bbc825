package dev.weir.daemon.program;

/**
 * A range of ports as a prefix over (protocol: 8 bits, port: 16 bits).
 *
 * @param protocol IANA number; 0 with length 0 is any
 * @param port first port of the range
 * @param length bits that must match: 0, or 8 to 24
 */
public record PortPrefix(int protocol, int port, int length) {
    /** Any protocol, any port. */
    public static final PortPrefix ANY = new PortPrefix(0, 0, 0);

    public PortPrefix {
        if (length != 0 && (length < 8 || length > 24)) {
            throw new IllegalArgumentException("a port prefix has 0 or 8 to 24 bits, not " + length);
        }
        if (protocol < 0 || protocol > 255 || port < 0 || port > 65535) {
            throw new IllegalArgumentException("no such protocol or port: " + protocol + ", " + port);
        }
    }

    public boolean covers(int otherProtocol, int otherPort) {
        var mask = length == 0 ? 0 : -1 << (24 - length);
        return (((protocol << 16 | port) ^ (otherProtocol << 16 | otherPort)) & mask) == 0;
    }
}
