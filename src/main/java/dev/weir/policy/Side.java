package dev.weir.policy;

import dev.weir.net.Direction;
import dev.weir.program.Cookie;
import dev.weir.program.SubjectSide;
import dev.weir.program.SubjectSide.PeerClass;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** One direction in which policies isolate a subject, enforced or in shadow. It follows the identities as they come and go. */
final class Side {
    private final Subject subject;
    private final Direction direction;
    private final Set<PortName> resolvedNames;
    private Atoms atoms;
    private PeerClasses peerClasses;
    private Verdicts verdicts;
    private Set<BitSet> setsOfVerdicts;
    private SubjectSide program;

    Side(Subject subject, Direction direction, Peers peers) {
        this.subject = subject;
        this.direction = direction;
        resolvedNames = direction == Direction.EGRESS ? subject.key().egressNames() : Set.of();
        atoms = Atoms.of(subject.key(), direction, peers);
        peerClasses = atoms.peerClasses(peers.identities());
        setsOfVerdicts = peerClasses.inUse();
        verdicts = atoms.verdicts(subject.key(), direction, setsOfVerdicts);
        program = assemble();
    }

    Direction direction() {
        return direction;
    }

    Subject subject() {
        return subject;
    }

    SubjectSide program() {
        return program;
    }

    Collection<Cookie> cookies() {
        return verdicts.cookies();
    }

    Set<PeerSet> sets() {
        return peerClasses.sets();
    }

    /** Names that egress rules resolve on each peer: an identity with such a port may bring an atom of its own. */
    Set<PortName> resolvedNames() {
        return resolvedNames;
    }

    boolean listsEverybody() {
        return peerClasses.listsEverybody();
    }

    boolean tellsPodsFromOthers() {
        return program.defaultPodClass() != program.defaultOutsideClass();
    }

    /** Returns whether its program is another one now. */
    boolean follow(Collection<Identity> created, Collection<Identity> gone, Peers peers) {
        SubjectSide before = program;
        if (resolvedNames.isEmpty()) {
            peerClasses.follow(created, gone, peers.identities());
        } else {
            atoms = Atoms.of(subject.key(), direction, peers);
            peerClasses = atoms.peerClasses(peers.identities());
            setsOfVerdicts = Set.of();
        }
        Set<BitSet> sets = peerClasses.inUse();
        if (!sets.equals(setsOfVerdicts)) {
            setsOfVerdicts = sets;
            verdicts = atoms.verdicts(subject.key(), direction, sets);
        }
        program = assemble();
        return !program.equals(before);
    }

    private SubjectSide assemble() {
        return new SubjectSide(
                subject.key().isolation(direction),
                verdicts.isolation(),
                atoms.names().classOf(peerClasses.podDefault()),
                atoms.names().classOf(peerClasses.outsideDefault()),
                peerClasses.entries(),
                atoms.portClasses(),
                verdicts.rows());
    }

    /** What the datapath finds for a peer of that identity. */
    long classOf(Identity identity) {
        List<PeerClass> entries = program.peerClasses();
        int at = Collections.binarySearch(entries, new PeerClass(identity.fingerprint(), 0));
        if (at >= 0) {
            return entries.get(at).peerClass();
        }
        return identity.isPod() ? program.defaultPodClass() : program.defaultOutsideClass();
    }
}
