package dev.weir.policy;

import dev.weir.program.SubjectSide.PeerClass;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sorts the identities by which atoms' peers they are, with the most frequent answer of pods and of the others as a default. */
final class PeerClassCompiler {
    private final List<Atom> atoms;
    private final Identities identities;
    private final Map<Identity, BitSet> listed = new HashMap<>();
    private final Set<BitSet> sets = new HashSet<>();
    private final List<Entry> entries = new ArrayList<>();
    private final BitSet podDefault;
    private final BitSet outsideDefault;

    private record Entry(Identity identity, BitSet set) {}

    PeerClassCompiler(List<Atom> atoms, Identities identities) {
        this.atoms = atoms;
        this.identities = identities;
        BitSet everyPod = flagged(true);
        BitSet everyOther = flagged(false);
        list(everyPod, everyOther);
        podDefault = addEntries(identities.pods(), everyPod);
        outsideDefault = addEntries(identities.others(), everyOther);
    }

    /** What the flags alone say. */
    private BitSet flagged(boolean pod) {
        BitSet set = new BitSet();
        for (int i = 0; i < atoms.size(); i++) {
            PeerMatch peers = atoms.get(i).peers();
            set.set(i, peers.everyone() || pod && peers.everyPod());
        }
        return set;
    }

    private void list(BitSet everyPod, BitSet everyOther) {
        for (int i = 0; i < atoms.size(); i++) {
            for (Identity identity : atoms.get(i).peers().identities()) {
                listed.computeIfAbsent(identity, one -> (BitSet) (one.isPod() ? everyPod : everyOther).clone())
                        .set(i);
            }
        }
    }

    /** Adds entries for those that differ from the most frequent set, which is returned. */
    private BitSet addEntries(Collection<Identity> all, BitSet unlisted) {
        BitSet mostFrequent = mostFrequent(all, unlisted);
        boolean onlyListedDiffer = mostFrequent.equals(unlisted);
        for (Identity identity : onlyListedDiffer ? listed.keySet() : all) {
            BitSet set = listed.getOrDefault(identity, unlisted);
            boolean sameKind = !onlyListedDiffer || identity.isPod() == isPods(all);
            if (sameKind && !set.equals(mostFrequent)) {
                entries.add(new Entry(identity, set));
                sets.add(set);
            }
        }
        sets.add(mostFrequent);
        return mostFrequent;
    }

    private boolean isPods(Collection<Identity> all) {
        return all == identities.pods();
    }

    /** Of equally frequent sets the unlisted one wins, because it needs no entry for identities to come; then the first in order. */
    private BitSet mostFrequent(Collection<Identity> all, BitSet unlisted) {
        Map<BitSet, Integer> counts = new HashMap<>();
        int rest = all.size();
        for (Map.Entry<Identity, BitSet> one : listed.entrySet()) {
            if (one.getKey().isPod() == isPods(all)) {
                counts.merge(one.getValue(), 1, Integer::sum);
                rest--;
            }
        }
        int unlistedCount = counts.merge(unlisted, rest, Integer::sum);
        int most = Collections.max(counts.values());
        if (unlistedCount == most) {
            return unlisted;
        }
        return counts.entrySet().stream()
                .filter(one -> one.getValue() == most)
                .map(Map.Entry::getKey)
                .min((one, other) -> one.toString().compareTo(other.toString()))
                .orElseThrow();
    }

    BitSet podDefault() {
        return podDefault;
    }

    BitSet outsideDefault() {
        return outsideDefault;
    }

    /** Every set that some identity has. */
    Set<BitSet> sets() {
        return sets;
    }

    List<PeerClass> classes(ClassTable table) {
        return entries.stream()
                .map(entry -> new PeerClass(entry.identity().fingerprint(), table.classOf(entry.set())))
                .sorted()
                .toList();
    }
}
