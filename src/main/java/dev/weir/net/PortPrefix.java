package dev.weir.net;

/** The ports whose first {@code length} bits (0 to 16) are those of {@code port}; the bits behind are zero. */
public record PortPrefix(int port, int length) implements Comparable<PortPrefix> {
    public PortPrefix {
        if (port < 0 || port > 0xffff || length < 0 || length > 16 || (port & (0xffff >>> length)) != 0) {
            throw new IllegalArgumentException("not a prefix of ports: " + port + "/" + length);
        }
    }

    /** How many ports it covers. */
    public int size() {
        return 1 << (16 - length);
    }

    public boolean contains(int candidate) {
        return (candidate >>> (16 - length)) == (port >>> (16 - length));
    }

    @Override
    public int compareTo(PortPrefix other) {
        int byPort = Integer.compare(port, other.port);
        return byPort != 0 ? byPort : Integer.compare(length, other.length);
    }
}
