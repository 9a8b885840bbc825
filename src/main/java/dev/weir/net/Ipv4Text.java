package dev.weir.net;

/** The dotted form of an IPv4 address. */
final class Ipv4Text {
    private Ipv4Text() {}

    static int parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw notAnAddress(text);
        }
        int bits = 0;
        for (String part : parts) {
            bits = bits << 8 | octet(part, text);
        }
        return bits;
    }

    private static int octet(String part, String text) {
        if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw notAnAddress(text);
        }
        int value = Integer.parseInt(part);
        if (value > 255) {
            throw notAnAddress(text);
        }
        return value;
    }

    static String format(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException("not an IP address: " + text);
    }
}
