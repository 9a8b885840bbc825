package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.program.Cookie;
import dev.weir.program.SubjectProgram;
import dev.weir.program.SubjectSide;
import dev.weir.program.SubjectSide.ClassVerdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles each subject once, however many pods on however many nodes it stands for. */
final class SubjectCompiler {
    private final Identities identities;
    private final Fingerprints fingerprints;
    private final Map<Long, Compiled> subjects = new HashMap<>();
    private final Map<PolicyRef, Long> policyFingerprints = new HashMap<>();

    /** A subject and the cookies that it names. */
    record Compiled(SubjectProgram program, List<Cookie> cookies) {}

    SubjectCompiler(Identities identities, Fingerprints fingerprints) {
        this.identities = identities;
        this.fingerprints = fingerprints;
    }

    Compiled compile(SubjectKey key) {
        long fingerprint = fingerprint(key);
        Compiled known = subjects.get(fingerprint);
        if (known == null) {
            known = compileNew(fingerprint, key);
            subjects.put(fingerprint, known);
        }
        return known;
    }

    private Compiled compileNew(long fingerprint, SubjectKey key) {
        List<Cookie> cookies = new ArrayList<>();
        SubjectSide ingress = side(key, Direction.INGRESS, cookies);
        SubjectSide egress = side(key, Direction.EGRESS, cookies);
        return new Compiled(new SubjectProgram(fingerprint, ingress, egress), cookies);
    }

    private SubjectSide side(SubjectKey key, Direction direction, List<Cookie> cookies) {
        if (key.isolating(direction).isEmpty()) {
            return SubjectSide.OPEN;
        }
        List<Atom> atoms = AtomCompiler.compile(identities, key, direction);
        PeerClassCompiler peers = new PeerClassCompiler(atoms, identities);
        PortClassCompiler ports = new PortClassCompiler(atoms);
        ClassTable classes = new ClassTable(atoms, fingerprints);
        CookieTable names = new CookieTable(key, direction, fingerprints);
        SubjectSide side = new SubjectSide(
                true,
                names.isolation(),
                classes.classOf(peers.podDefault()),
                classes.classOf(peers.outsideDefault()),
                peers.classes(classes),
                ports.classes(classes),
                verdicts(peers.sets(), ports.sets(), new Naming(atoms, classes, names)));
        names.all().forEach(cookies::add);
        return side;
    }

    private record Naming(List<Atom> atoms, ClassTable classes, CookieTable cookies) {}

    /** Only pairs that share an atom are admitted, so each set of peers is held against the port sets that its atoms occur in. */
    private static List<ClassVerdict> verdicts(Set<BitSet> peerSets, Set<BitSet> portSets, Naming naming) {
        List<List<BitSet>> portSetsByAtom = new ArrayList<>();
        naming.atoms.forEach(atom -> portSetsByAtom.add(new ArrayList<>()));
        portSets.forEach(
                set -> set.stream().forEach(atom -> portSetsByAtom.get(atom).add(set)));
        List<ClassVerdict> verdicts = new ArrayList<>();
        for (BitSet peerSet : peerSets) {
            peerSet.stream()
                    .mapToObj(portSetsByAtom::get)
                    .flatMap(List::stream)
                    .distinct()
                    .forEach(portSet -> {
                        BitSet admitting = (BitSet) peerSet.clone();
                        admitting.and(portSet);
                        verdicts.add(new ClassVerdict(
                                naming.classes.classOf(peerSet),
                                naming.classes.classOf(portSet),
                                naming.cookies.admission(admitting, naming.atoms)));
                    });
        }
        return verdicts.stream().sorted().toList();
    }

    /** Over what the policies say, not over what it comes to in this snapshot: peers come and go, the subject stays. */
    private long fingerprint(SubjectKey key) {
        CanonicalContent content =
                new CanonicalContent("subject").add(key.policies().size());
        for (NetworkPolicy policy : key.policies()) {
            content.add(policyFingerprints.computeIfAbsent(
                    policy.ref(), unused -> fingerprints.of(PolicyContent.canonical(policy))));
        }
        content.add(key.namedPorts().size());
        key.namedPorts()
                .forEach((name, numbers) ->
                        content.add(name.name()).add(name.protocol().number()).add(numbers.toString()));
        return fingerprints.of(content);
    }
}
