package dev.weir.policy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names sets of atoms of one subject's side: a class is the set's fingerprint, and the empty set is class 0. */
final class ClassTable {
    private final List<Atom> atoms;
    private final Map<BitSet, Long> classes = new HashMap<>(4);

    ClassTable(List<Atom> atoms) {
        this.atoms = atoms;
    }

    /** Bits are positions in the list of atoms. */
    long classOf(BitSet set) {
        if (set.isEmpty()) {
            return 0;
        }
        Long known = classes.get(set);
        if (known != null) {
            return known;
        }
        CanonicalContent content = new CanonicalContent("class");
        set.stream().forEach(position -> atoms.get(position).key().describe(content));
        long name = Fingerprints.of(content).fingerprint();
        if (classes.containsValue(name)) {
            throw new FingerprintCollisionException(name);
        }
        classes.put((BitSet) set.clone(), name);
        return name;
    }

    /** Forgets the names of all other sets. */
    void retain(Set<BitSet> sets) {
        classes.keySet().retainAll(sets);
    }
}
