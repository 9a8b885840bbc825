package dev.weir.policy;

import dev.weir.program.SubjectSide.PortClass;
import dev.weir.program.SubjectSide.TransportPrefix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sorts protocols and ports by which atoms they match. Prefixes contain each other or are disjoint, so the longest one around a port may
 * carry the set of all those around it, and one lookup answers.
 */
final class PortClassCompiler {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(TransportPrefix prefix, BitSet set) {}

    PortClassCompiler(List<Atom> atoms) {
        SortedMap<TransportPrefix, BitSet> own = new TreeMap<>();
        for (int i = 0; i < atoms.size(); i++) {
            for (TransportPrefix prefix : atoms.get(i).ports()) {
                own.computeIfAbsent(prefix, unused -> new BitSet()).set(i);
            }
        }
        flatten(own);
    }

    /** In their order every prefix comes before those inside it, so the ones around it are a stack. */
    private void flatten(SortedMap<TransportPrefix, BitSet> own) {
        Deque<Entry> around = new ArrayDeque<>();
        for (Map.Entry<TransportPrefix, BitSet> next : own.entrySet()) {
            while (!around.isEmpty() && !around.peek().prefix().contains(next.getKey())) {
                around.pop();
            }
            BitSet set = (BitSet) next.getValue().clone();
            Entry parent = around.peek();
            if (parent != null) {
                set.or(parent.set());
            }
            Entry entry = new Entry(next.getKey(), set);
            around.push(entry);
            if (parent == null || !set.equals(parent.set())) {
                entries.add(entry);
            }
        }
    }

    /** Every set that some port has, but the empty one. */
    Set<BitSet> sets() {
        Set<BitSet> sets = new HashSet<>();
        entries.forEach(entry -> sets.add(entry.set()));
        return sets;
    }

    List<PortClass> classes(ClassTable table) {
        return entries.stream()
                .map(entry -> new PortClass(entry.prefix(), table.classOf(entry.set())))
                .sorted()
                .toList();
    }
}
