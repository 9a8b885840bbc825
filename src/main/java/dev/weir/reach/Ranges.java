package dev.weir.reach;

import dev.weir.net.PortRange;
import java.util.ArrayList;
import java.util.List;

/** Sets of port numbers as ranges: in order, apart from each other, none next to another. */
final class Ranges {
    private Ranges() {}

    static List<PortRange> union(List<PortRange> one, List<PortRange> other) {
        List<PortRange> all = new ArrayList<>(one);
        all.addAll(other);
        all.sort(null);
        List<PortRange> merged = new ArrayList<>();
        for (PortRange range : all) {
            PortRange last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && range.first() <= last.last() + 1) {
                merged.set(merged.size() - 1, new PortRange(last.first(), Math.max(last.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return List.copyOf(merged);
    }

    static List<PortRange> common(List<PortRange> one, List<PortRange> other) {
        List<PortRange> common = new ArrayList<>();
        for (PortRange a : one) {
            for (PortRange b : other) {
                int first = Math.max(a.first(), b.first());
                int last = Math.min(a.last(), b.last());
                if (first <= last) {
                    common.add(new PortRange(first, last));
                }
            }
        }
        return List.copyOf(common);
    }

    static List<PortRange> without(List<PortRange> one, List<PortRange> other) {
        return common(one, gaps(other));
    }

    private static List<PortRange> gaps(List<PortRange> ranges) {
        List<PortRange> gaps = new ArrayList<>();
        int next = PortRange.ALL.first();
        for (PortRange range : ranges) {
            if (next < range.first()) {
                gaps.add(new PortRange(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        if (next <= PortRange.ALL.last()) {
            gaps.add(new PortRange(next, PortRange.ALL.last()));
        }
        return gaps;
    }
}
