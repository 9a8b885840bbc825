package dev.weir.policy;

import dev.weir.net.Direction;
import dev.weir.program.SubjectSide.PortClass;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** The atoms of one side, the classes of ports that follow from them, and the names of sets of them. */
record Atoms(List<Atom> list, PortClassCompiler ports, ClassTable names) {

    static Atoms of(SubjectKey subject, Direction direction, Peers peers) {
        List<Atom> list = AtomCompiler.compile(peers, subject, direction);
        return new Atoms(list, new PortClassCompiler(list), new ClassTable(list));
    }

    PeerClasses peerClasses(Identities identities) {
        return new PeerClasses(list, names, identities);
    }

    List<PortClass> portClasses() {
        return ports.classes(names);
    }

    /** @param peerSets every set of atoms that some identity has */
    Verdicts verdicts(SubjectKey subject, Direction direction, Set<BitSet> peerSets) {
        return Verdicts.compile(this, new CookieTable(subject, direction), peerSets);
    }
}
