package dev.weir.net;

import java.util.ArrayList;
import java.util.List;

/** Port numbers from {@code first} to {@code last}, both included. Port 0 exists on the wire, so it exists here. */
public record PortRange(int first, int last) implements Comparable<PortRange> {
    public static final PortRange ALL = new PortRange(0, 0xffff);

    public PortRange {
        if (first < 0 || last > 0xffff || first > last) {
            throw new IllegalArgumentException("not a range of ports: " + first + "-" + last);
        }
    }

    public static PortRange single(int port) {
        return new PortRange(port, port);
    }

    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    /** The smallest set of prefixes that covers exactly this range, in order. */
    public List<PortPrefix> prefixes() {
        List<PortPrefix> result = new ArrayList<>();
        int next = first;
        while (next <= last) {
            int alignedBits = next == 0 ? 16 : Math.min(16, Integer.numberOfTrailingZeros(next));
            int remainingBits = 31 - Integer.numberOfLeadingZeros(last - next + 1);
            int bits = Math.min(alignedBits, remainingBits);
            result.add(new PortPrefix(next, 16 - bits));
            next += 1 << bits;
        }
        return result;
    }

    @Override
    public int compareTo(PortRange other) {
        int byFirst = Integer.compare(first, other.first);
        return byFirst != 0 ? byFirst : Integer.compare(last, other.last);
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
