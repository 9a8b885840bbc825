package dev.weir.net;

import java.util.ArrayList;
import java.util.List;

/** The text forms of an IPv6 address: RFC 4291 in, RFC 5952 out. */
final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    static IpAddress parse(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return ofGroups(groups(text, text), text);
        }
        List<Integer> before = groups(text.substring(0, gap), text);
        List<Integer> after = groups(text.substring(gap + 2), text);
        if (before.size() + after.size() >= GROUPS) {
            throw notAnAddress(text);
        }
        List<Integer> all = new ArrayList<>(before);
        while (all.size() < GROUPS - after.size()) {
            all.add(0);
        }
        all.addAll(after);
        return ofGroups(all, text);
    }

    private static List<Integer> groups(String part, String text) {
        List<Integer> groups = new ArrayList<>();
        if (part.isEmpty()) {
            return groups;
        }
        String[] pieces = part.split(":", -1);
        for (int i = 0; i < pieces.length; i++) {
            if (i == pieces.length - 1 && pieces[i].indexOf('.') >= 0) {
                int v4 = Ipv4Text.parse(pieces[i]);
                groups.add(v4 >>> 16);
                groups.add(v4 & 0xffff);
            } else {
                groups.add(group(pieces[i], text));
            }
        }
        return groups;
    }

    private static int group(String piece, String text) {
        if (piece.isEmpty() || piece.length() > 4 || !piece.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw notAnAddress(text);
        }
        return Integer.parseInt(piece, 16);
    }

    private static IpAddress ofGroups(List<Integer> groups, String text) {
        if (groups.size() != GROUPS) {
            throw notAnAddress(text);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups.get(i);
            low = low << 16 | groups.get(i + 4);
        }
        return new IpAddress(high, low);
    }

    static String format(IpAddress address) {
        int gap = longestZeroRun(address);
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < GROUPS) {
            if (i == gap) {
                text.append("::");
                while (i < GROUPS && groupAt(address, i) == 0) {
                    i++;
                }
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groupAt(address, i++)));
            }
        }
        return text.toString();
    }

    /** Where the longest run of at least two zero groups starts, the first of equals; -1 if there is none. */
    private static int longestZeroRun(IpAddress address) {
        int best = -1;
        int bestLength = 1;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && groupAt(address, end) == 0) {
                end++;
            }
            if (end - start > bestLength) {
                best = start;
                bestLength = end - start;
            }
        }
        return best;
    }

    private static int groupAt(IpAddress address, int index) {
        long half = index < 4 ? address.high() : address.low();
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException("not an IP address: " + text);
    }
}
