package dev.weir.flow.filter;

import dev.weir.net.IpAddress;
import java.util.HexFormat;

/** Addresses as 32 hexadecimal digits, which sort like the addresses; what a store keeps beside the readable form. */
public final class AddressKey {
    private static final HexFormat HEX = HexFormat.of();

    private AddressKey() {}

    public static String of(IpAddress address) {
        return HEX.toHexDigits(address.high()) + HEX.toHexDigits(address.low());
    }
}
