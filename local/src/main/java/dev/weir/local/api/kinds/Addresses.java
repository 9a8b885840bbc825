package dev.weir.local.api.kinds;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses without ever asking a name server. */
public final class Addresses {

    private Addresses() {}

    /** The 4 or 16 bytes of the address; empty if the text is none. */
    public static Optional<byte[]> parse(String text) {
        return Optional.ofNullable(text.contains(":") ? parseV6(text) : parseV4(text));
    }

    private static byte @Nullable [] parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (!parts[i].matches("[0-9]{1,3}") || Integer.parseInt(parts[i]) > 255) {
                return null;
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    private static byte @Nullable [] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, 16);
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte[] head = groups(text.substring(0, gap), -1);
        byte[] tail = groups(text.substring(gap + 2), -1);
        if (head == null || tail == null || head.length + tail.length > 14) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
        return bytes;
    }

    /** The bytes of groups between colons, of which the last may be an IPv4 address; null if malformed or not of the length asked for. */
    private static byte @Nullable [] groups(String text, int length) {
        if (text.isEmpty()) {
            return length < 0 ? new byte[0] : null;
        }
        String[] parts = text.split(":", -1);
        byte[] bytes = new byte[0];
        for (int i = 0; i < parts.length; i++) {
            byte[] group = i == parts.length - 1 && parts[i].contains(".") ? parseV4(parts[i]) : hex(parts[i]);
            if (group == null) {
                return null;
            }
            int end = bytes.length;
            bytes = Arrays.copyOf(bytes, end + group.length);
            System.arraycopy(group, 0, bytes, end, group.length);
        }
        return length < 0 && bytes.length <= 14 || bytes.length == length ? bytes : null;
    }

    private static byte @Nullable [] hex(String group) {
        if (!group.matches("[0-9a-fA-F]{1,4}")) {
            return null;
        }
        int value = Integer.parseInt(group, 16);
        return new byte[] {(byte) (value >> 8), (byte) value};
    }
}
