package dev.weir.flow.filter;

import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.HexFormat;

/** Addresses as 32 hexadecimal digits, which sort like the addresses; what a store keeps beside the readable form. */
public final class AddressKey {
    /** How the keys of all IPv4 addresses begin; they lie within ::ffff:0:0/96, but an IPv6 network never contains one. */
    static final String V4_KEYS = "00000000000000000000ffff";

    private static final HexFormat HEX = HexFormat.of();

    private AddressKey() {}

    public static String of(IpAddress address) {
        return HEX.toHexDigits(address.high()) + HEX.toHexDigits(address.low());
    }

    /** Of the last address of a network; the first one is the prefix's own. */
    static String last(IpPrefix prefix) {
        int host = prefix.address().bits() - prefix.length();
        long low = prefix.address().low() | (host >= 64 ? -1L : (1L << host) - 1);
        long high = prefix.address().high() | (host <= 64 ? 0 : host == 128 ? -1L : (1L << (host - 64)) - 1);
        return of(new IpAddress(high, low));
    }
}
