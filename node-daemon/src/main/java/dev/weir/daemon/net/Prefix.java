package dev.weir.daemon.net;

/**
 * An address range. The length counts the 128 bits of an {@link Address}, so {@code 10.0.0.0/8} has length 104.
 *
 * @param address the first address; host bits are zero
 * @param length bits that must match, 0 to 128
 */
public record Prefix(Address address, int length) {
    private static final int IPV4_OFFSET = 96;

    /** Every IPv4 address: a prefix of its own, because {@code ::/0} would cover the mapped addresses too. */
    public static final Prefix ALL_IPV4 = of(new byte[4], 0);

    public Prefix {
        if (length < 0 || length > 128) {
            throw new IllegalArgumentException("a prefix has 0 to 128 bits, not " + length);
        }
        if (!address.masked(length).equals(address)) {
            throw new IllegalArgumentException("host bits are set in " + address + ", length " + length);
        }
    }

    /**
     * @param address 4 or 16 bytes
     * @param length as in CIDR notation of that family
     */
    public static Prefix of(byte[] address, int length) {
        return new Prefix(Address.of(address), address.length == 4 ? length + IPV4_OFFSET : length);
    }

    /** The prefix of one address. */
    public static Prefix of(Address address) {
        return new Prefix(address, 128);
    }

    /** @param cidr such as {@code 10.0.0.0/8} or {@code fd00::/8} */
    public static Prefix parse(String cidr) {
        var slash = cidr.indexOf('/');
        return of(Address.parse(cidr.substring(0, slash)).wireBytes(), Integer.parseInt(cidr.substring(slash + 1)));
    }

    public boolean contains(Address other) {
        return other.masked(length).equals(address);
    }

    public boolean isOneAddress() {
        return length == 128;
    }

    /** The length of CIDR notation. */
    public int cidrLength() {
        return isIpv4() ? length - IPV4_OFFSET : length;
    }

    private boolean isIpv4() {
        return address.isIpv4() && length >= IPV4_OFFSET;
    }

    /** CIDR notation. */
    @Override
    public String toString() {
        return address + "/" + cidrLength();
    }
}
