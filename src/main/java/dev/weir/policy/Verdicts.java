package dev.weir.policy;

import dev.weir.program.Cookie;
import dev.weir.program.SubjectSide.ClassVerdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Which pairs of peer class and port class are admitted, and who names that; who isolates. */
record Verdicts(long isolation, List<ClassVerdict> rows, Collection<Cookie> cookies) {

    /** Only pairs that share an atom are admitted, so each set of peers is held against the port sets that its atoms occur in. */
    static Verdicts compile(Atoms atoms, CookieTable cookies, Set<BitSet> peerSets) {
        Set<BitSet> portSets = atoms.ports().sets();
        List<List<BitSet>> portSetsByAtom = new ArrayList<>();
        atoms.list().forEach(atom -> portSetsByAtom.add(new ArrayList<>(1)));
        portSets.forEach(
                set -> set.stream().forEach(atom -> portSetsByAtom.get(atom).add(set)));
        List<ClassVerdict> rows = new ArrayList<>();
        for (BitSet peerSet : peerSets) {
            peerSet.stream()
                    .mapToObj(portSetsByAtom::get)
                    .flatMap(List::stream)
                    .distinct()
                    .forEach(portSet -> rows.add(row(atoms, cookies, peerSet, portSet)));
        }
        rows.sort(null);
        return new Verdicts(cookies.isolation(), List.copyOf(rows), cookies.all());
    }

    private static ClassVerdict row(Atoms atoms, CookieTable cookies, BitSet peerSet, BitSet portSet) {
        BitSet admitting = (BitSet) peerSet.clone();
        admitting.and(portSet);
        return new ClassVerdict(
                atoms.names().classOf(peerSet),
                atoms.names().classOf(portSet),
                cookies.admission(admitting, atoms.list()));
    }
}
