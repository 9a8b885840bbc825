package dev.weir.net;

import java.util.Locale;

/** A protocol above IP, by its IANA number (0 to 255). */
public record Protocol(int number) implements Comparable<Protocol> {
    public static final Protocol ICMP = new Protocol(1);
    public static final Protocol TCP = new Protocol(6);
    public static final Protocol UDP = new Protocol(17);
    public static final Protocol ICMPV6 = new Protocol(58);
    public static final Protocol SCTP = new Protocol(132);

    public Protocol {
        if (number < 0 || number > 255) {
            throw new IllegalArgumentException("a protocol number is 0 to 255, not " + number);
        }
    }

    /** Reads what {@link #toString} prints; upper and lower case are the same. */
    public static Protocol parse(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "TCP" -> TCP;
            case "UDP" -> UDP;
            case "SCTP" -> SCTP;
            case "ICMP" -> ICMP;
            case "ICMPV6" -> ICMPV6;
            default -> parseNumber(text);
        };
    }

    private static Protocol parseNumber(String text) {
        try {
            return new Protocol(Integer.parseInt(text));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("unknown protocol " + text, notANumber);
        }
    }

    /** Whether its packets carry port numbers that a NetworkPolicy can name. */
    public boolean hasPorts() {
        return equals(TCP) || equals(UDP) || equals(SCTP);
    }

    @Override
    public int compareTo(Protocol other) {
        return Integer.compare(number, other.number);
    }

    /** The name in a NetworkPolicy where there is one, otherwise the number. */
    @Override
    public String toString() {
        return switch (number) {
            case 1 -> "ICMP";
            case 6 -> "TCP";
            case 17 -> "UDP";
            case 58 -> "ICMPv6";
            case 132 -> "SCTP";
            default -> Integer.toString(number);
        };
    }
}
