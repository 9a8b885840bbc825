package dev.weir.policy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names sets of atoms of one subject's side: a class is the set's fingerprint, and the empty set is class 0. */
final class ClassTable {
    private final List<Atom> atoms;
    private final Fingerprints fingerprints;
    private final Map<BitSet, Long> classes = new HashMap<>();

    ClassTable(List<Atom> atoms, Fingerprints fingerprints) {
        this.atoms = atoms;
        this.fingerprints = fingerprints;
        classes.put(new BitSet(), 0L);
    }

    /** Bits are positions in the list of atoms. */
    long classOf(BitSet set) {
        Long known = classes.get(set);
        if (known != null) {
            return known;
        }
        CanonicalContent content = new CanonicalContent("class");
        set.stream().forEach(position -> atoms.get(position).key().describe(content));
        long name = fingerprints.of(content);
        classes.put((BitSet) set.clone(), name);
        return name;
    }
}
