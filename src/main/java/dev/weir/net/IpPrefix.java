package dev.weir.net;

import org.jspecify.annotations.Nullable;

/**
 * A range of addresses in CIDR form. The length counts bits of the address's own family (0 to 32, or 0 to 128); the two families
 * never contain each other. Host bits are zero.
 */
public record IpPrefix(IpAddress address, int length) implements Comparable<IpPrefix> {
    public IpPrefix {
        if (length < 0 || length > address.bits()) {
            throw new IllegalArgumentException("not a prefix length of " + address + ": " + length);
        }
        if (!masked(address, length).equals(address)) {
            throw new IllegalArgumentException("host bits are set: " + address + "/" + length);
        }
    }

    /** Reads {@code address/length}. Host bits are cleared, as the Kubernetes API allows them to be set. */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a CIDR: " + text);
        }
        try {
            return of(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("not a CIDR: " + text, wrong);
        }
    }

    /** The prefix of that length around an address. */
    public static IpPrefix of(IpAddress address, int length) {
        if (length < 0 || length > address.bits()) {
            throw new IllegalArgumentException("not a prefix length of " + address + ": " + length);
        }
        return new IpPrefix(masked(address, length), length);
    }

    /** One address. */
    public static IpPrefix host(IpAddress address) {
        return new IpPrefix(address, address.bits());
    }

    public boolean isV4() {
        return address.isV4();
    }

    public boolean contains(IpAddress candidate) {
        return candidate.isV4() == isV4() && beginsLike(candidate, isV4() ? 96 + length : length);
    }

    public boolean contains(IpPrefix other) {
        return other.length >= length && contains(other.address);
    }

    /** The next shorter prefix that contains this one; not defined for length 0. */
    public IpPrefix parent() {
        return of(address, length - 1);
    }

    /** The first address behind this range; null when there is none in its family. */
    public @Nullable IpAddress behind() {
        int hostBits = address.bits() - length;
        if (isV4()) {
            long next = (address.low() & 0xffffffffL) + (1L << hostBits);
            return next > 0xffffffffL ? null : IpAddress.v4((int) next);
        }
        if (hostBits >= 64) {
            long high = hostBits == 128 ? 0 : address.high() + (1L << (hostBits - 64));
            return high == 0 ? null : new IpAddress(high, 0);
        }
        long low = address.low() + (1L << hostBits);
        long high = low == 0 ? address.high() + 1 : address.high();
        return low == 0 && high == 0 ? null : new IpAddress(high, low);
    }

    /** Whether an address stands among those of this range in their order, in which all of IPv4 stands in between those of IPv6. */
    public boolean spans(IpAddress candidate) {
        return beginsLike(candidate, isV4() ? 96 + length : length);
    }

    private boolean beginsLike(IpAddress other, int bits) {
        long high = (other.high() ^ address.high()) & (bits >= 64 ? -1 : mask(bits));
        long low = (other.low() ^ address.low()) & (bits > 64 ? mask(bits - 64) : 0);
        return (high | low) == 0;
    }

    private static IpAddress masked(IpAddress address, int length) {
        return first(address, address.isV4() ? 96 + length : length);
    }

    private static IpAddress first(IpAddress address, int kept) {
        long high = kept >= 64 ? address.high() : address.high() & mask(kept);
        long low = kept >= 64 ? address.low() & mask(kept - 64) : 0;
        return new IpAddress(high, low);
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }

    @Override
    public int compareTo(IpPrefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
