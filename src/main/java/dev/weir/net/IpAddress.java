package dev.weir.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An IPv4 or IPv6 address as 128 bits; IPv4 stands as {@code ::ffff:a.b.c.d}. Never resolves names. */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long V4_MARK = 0xffffL << 32;

    /** Reads dotted IPv4 or any RFC 4291 form of IPv6; throws IllegalArgumentException on anything else. */
    public static IpAddress parse(String text) {
        return text.indexOf(':') >= 0 ? Ipv6Text.parse(text) : v4(Ipv4Text.parse(text));
    }

    /** From 4 or 16 bytes in network byte order. */
    public static IpAddress ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> v4(buffer.getInt());
            case 16 -> new IpAddress(buffer.getLong(), buffer.getLong());
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /** From the 32 bits of an IPv4 address. */
    public static IpAddress v4(int bits) {
        return new IpAddress(0, V4_MARK | (bits & 0xffffffffL));
    }

    public boolean isV4() {
        return high == 0 && (low & ~0xffffffffL) == V4_MARK;
    }

    /** 32 or 128. */
    public int bits() {
        return isV4() ? 32 : 128;
    }

    /** 4 or 16 bytes in network byte order. */
    public byte[] toBytes() {
        return isV4()
                ? ByteBuffer.allocate(4).putInt((int) low).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Dotted for IPv4; RFC 5952 for IPv6. */
    @Override
    public String toString() {
        return isV4() ? Ipv4Text.format((int) low) : Ipv6Text.format(this);
    }

    /** Written out, as that of other keys that are compared most: without an optimising compiler the generated one takes six times as long. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress address && high == address.high && low == address.low;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }
}
