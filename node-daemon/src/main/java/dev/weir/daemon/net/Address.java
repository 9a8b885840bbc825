package dev.weir.daemon.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IP address as 16 bytes in network byte order, held as two longs so that it can be a key without allocation. An IPv4
 * address is {@code ::ffff:a.b.c.d}.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record Address(long high, long low) implements Comparable<Address> {
    public static final int BYTES = 16;

    private static final long MAPPED = 0x0000_ffff_0000_0000L;
    private static final long MAPPED_MASK = 0xffff_ffff_0000_0000L;

    /**
     * @param bytes 4 or 16 bytes in network byte order
     * @throws IllegalArgumentException when the length is another one
     */
    public static Address of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> new Address(0, MAPPED | Integer.toUnsignedLong(buffer.getInt()));
            case BYTES -> new Address(buffer.getLong(), buffer.getLong());
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /**
     * @param text a literal, such as {@code 10.0.0.1} or {@code fd00::1}; never a host name
     * @throws IllegalArgumentException when it is not a literal
     */
    public static Address parse(String text) {
        try {
            return of(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an IP address: " + text, e);
        }
    }

    public boolean isIpv4() {
        return high == 0 && (low & MAPPED_MASK) == MAPPED;
    }

    /** The 16 bytes of the maps. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /** As it travels: 4 bytes for IPv4, else 16. */
    public byte[] wireBytes() {
        return isIpv4() ? ByteBuffer.allocate(4).putInt((int) low).array() : bytes();
    }

    /** The address with all bits after the first {@code length} of its 128 set to zero. */
    public Address masked(int length) {
        var highMask = length >= 64 ? -1L : length == 0 ? 0 : -1L << (64 - length);
        var lowMask = length >= 128 ? -1L : length <= 64 ? 0 : -1L << (128 - length);
        return new Address(high & highMask, low & lowMask);
    }

    @Override
    public int compareTo(Address other) {
        var order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    /** The text of RFC 5952; dotted for IPv4. */
    @Override
    public String toString() {
        return isIpv4() ? dotted() : colons();
    }

    private String dotted() {
        return ((low >>> 24) & 0xff) + "." + ((low >>> 16) & 0xff) + "." + ((low >>> 8) & 0xff) + "." + (low & 0xff);
    }

    private String colons() {
        var groups = groups();
        var gap = longestGap(groups);
        var text = new StringBuilder(39);
        for (var i = 0; i < groups.length; i++) {
            if (i == gap.start) {
                text.append("::");
                i += gap.length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private int[] groups() {
        var groups = new int[8];
        for (var i = 0; i < 4; i++) {
            groups[i] = (int) (high >>> (48 - 16 * i)) & 0xffff;
            groups[4 + i] = (int) (low >>> (48 - 16 * i)) & 0xffff;
        }
        return groups;
    }

    private record Gap(int start, int length) {}

    // "The symbol "::" MUST NOT be used to shorten just one 16-bit 0 field." — RFC 5952, 4.2.2
    private static Gap longestGap(int[] groups) {
        var best = new Gap(-1, 1);
        var length = 0;
        for (var i = 0; i < groups.length; i++) {
            length = groups[i] == 0 ? length + 1 : 0;
            if (length > best.length) {
                best = new Gap(i - length + 1, length);
            }
        }
        return best;
    }

    /** For {@code java.net}; the JDK has no checked failure for 4 or 16 bytes. */
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(wireBytes());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }
}
