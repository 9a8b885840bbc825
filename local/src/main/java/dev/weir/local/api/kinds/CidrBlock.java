package dev.weir.local.api.kinds;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of addresses as Kubernetes reads one: bits of the host may be set ({@code 10.0.0.5/8}), and octets may have leading zeros,
 * which are decimal.
 */
record CidrBlock(BigInteger address, int bits, int length) {

    private static final Pattern FORM = Pattern.compile("([^/]+)/([0-9]{1,3})");

    static Optional<CidrBlock> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int length = Integer.parseInt(matcher.group(2));
        return Addresses.parse(matcher.group(1))
                .filter(bytes -> length <= bytes.length * 8)
                .map(bytes -> new CidrBlock(new BigInteger(1, bytes), bytes.length * 8, length));
    }

    /** Whether the other block lies inside this one and is smaller. */
    boolean hasStrictSubset(CidrBlock other) {
        return bits == other.bits && length < other.length && prefix(length).equals(other.prefix(length));
    }

    private BigInteger prefix(int bitCount) {
        return address.shiftRight(bits - bitCount);
    }
}
