package dev.weir.policy;

import dev.weir.program.SubjectSide.PeerClass;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the identities by which atoms' peers they are, and follows them as they come and go. The answers that were most frequent, of pods and
 * of the others, when they were chosen last, are defaults without entries; they are chosen anew when the entries have doubled.
 */
final class PeerClasses {
    private static final int GROWTH = 2;
    private static final int ROOM = 32;

    private final ClassTable names;
    private final Map<PeerSet, BitSet> atomsOfSet = new LinkedHashMap<>();
    private final Map<Identity, BitSet> atomsOfIdentity = new HashMap<>();
    private final Kind pods;
    private final Kind others;
    private final Map<Long, Usage> usage = new HashMap<>(4);
    private List<PeerClass> entries = List.of();
    private int mostEntries;

    /** Pods or others: what the flags of the atoms alone say about them, and their default. */
    private static final class Kind {
        private final boolean pods;
        private final BitSet unlisted;
        private BitSet mostFrequent;

        Kind(List<Atom> atoms, boolean pods) {
            this.pods = pods;
            unlisted = new BitSet();
            for (int i = 0; i < atoms.size(); i++) {
                unlisted.set(i, atoms.get(i).peers().flags(pods));
            }
            mostFrequent = unlisted;
        }
    }

    /** A class that some entries name. */
    private static final class Usage {
        private final BitSet set;
        private int entries;

        Usage(BitSet set) {
            this.set = set;
        }
    }

    PeerClasses(List<Atom> atoms, ClassTable names, Identities identities) {
        this.names = names;
        pods = new Kind(atoms, true);
        others = new Kind(atoms, false);
        for (int i = 0; i < atoms.size(); i++) {
            int position = i;
            PeerMatch peers = atoms.get(i).peers();
            peers.sets()
                    .forEach(set -> atomsOfSet
                            .computeIfAbsent(set, unused -> new BitSet())
                            .set(position));
            peers.identities()
                    .forEach(identity -> atomsOfIdentity
                            .computeIfAbsent(identity, unused -> new BitSet())
                            .set(position));
        }
        sort(identities);
    }

    private Kind kindOf(Identity identity) {
        return identity.isPod() ? pods : others;
    }

    Set<PeerSet> sets() {
        return atomsOfSet.keySet();
    }

    List<PeerClass> entries() {
        return entries;
    }

    BitSet podDefault() {
        return pods.mostFrequent;
    }

    BitSet outsideDefault() {
        return others.mostFrequent;
    }

    /** Whether an identity that is in no set needs an entry all the same. */
    boolean listsEverybody() {
        return !pods.mostFrequent.equals(pods.unlisted) || !others.mostFrequent.equals(others.unlisted);
    }

    /** Every set of atoms that some identity has, or may have by default. */
    Set<BitSet> inUse() {
        Set<BitSet> sets = new HashSet<>();
        sets.add(pods.mostFrequent);
        sets.add(others.mostFrequent);
        usage.values().forEach(one -> sets.add(one.set));
        return sets;
    }

    /** Follows identities that came, and that went. Costs what has changed, but for a copy of the list of entries. */
    void follow(Collection<Identity> created, Collection<Identity> gone, Identities identities) {
        if (created.size() + gone.size() > ROOM + entries.size() / GROWTH) {
            sort(identities);
            return;
        }
        List<PeerClass> next = new ArrayList<>(entries);
        gone.forEach(identity -> remove(identity, next));
        created.forEach(identity -> insert(identity, next));
        if (next.size() > mostEntries) {
            sort(identities);
        } else if (!next.equals(entries)) {
            entries = List.copyOf(next);
        }
    }

    private void remove(Identity identity, List<PeerClass> from) {
        int at = Collections.binarySearch(from, new PeerClass(identity.fingerprint(), 0));
        if (at >= 0) {
            long name = from.remove(at).peerClass();
            Usage used = usage.get(name);
            if (used != null && --used.entries == 0) {
                usage.remove(name);
            }
        }
    }

    private void insert(Identity identity, List<PeerClass> into) {
        BitSet set = setOf(identity);
        if (!set.equals(kindOf(identity).mostFrequent)) {
            PeerClass entry = entry(identity, set);
            int at = Collections.binarySearch(into, entry);
            into.add(-at - 1, entry);
        }
    }

    private PeerClass entry(Identity identity, BitSet set) {
        long name = names.classOf(set);
        usage.computeIfAbsent(name, unused -> new Usage(set)).entries++;
        return new PeerClass(identity.fingerprint(), name);
    }

    private BitSet setOf(Identity identity) {
        BitSet set = kindOf(identity).unlisted;
        if (identity.memberOf().size() < atomsOfSet.size()) {
            for (PeerSet one : identity.memberOf()) {
                set = union(set, atomsOfSet.get(one));
            }
        } else {
            for (Map.Entry<PeerSet, BitSet> one : atomsOfSet.entrySet()) {
                set = union(set, one.getKey().members().contains(identity) ? one.getValue() : null);
            }
        }
        return union(set, atomsOfIdentity.get(identity));
    }

    private static BitSet union(BitSet set, @Nullable BitSet more) {
        if (more == null || set.equals(more)) {
            return set;
        }
        BitSet union = (BitSet) set.clone();
        union.or(more);
        return union;
    }

    /** All identities from the beginning. */
    private void sort(Identities identities) {
        usage.clear();
        Map<Identity, BitSet> listed = listed();
        List<PeerClass> sorted = new ArrayList<>();
        for (Kind kind : List.of(pods, others)) {
            kind.mostFrequent = mostFrequent(kind, listed, identities.count(kind.pods));
            boolean onlyListedDiffer = kind.mostFrequent.equals(kind.unlisted);
            for (Identity identity : onlyListedDiffer ? listed.keySet() : identities.all()) {
                BitSet set = listed.getOrDefault(identity, kind.unlisted);
                if (identity.isPod() == kind.pods && !set.equals(kind.mostFrequent)) {
                    sorted.add(entry(identity, set));
                }
            }
        }
        Collections.sort(sorted);
        entries = List.copyOf(sorted);
        mostEntries = GROWTH * entries.size() + ROOM;
    }

    private Map<Identity, BitSet> listed() {
        Map<Identity, BitSet> listed = new HashMap<>();
        atomsOfSet.forEach((set, atoms) -> {
            BitSet ofPods = union(pods.unlisted, atoms);
            BitSet ofOthers = union(others.unlisted, atoms);
            set.members()
                    .forEach(member -> listed.merge(member, member.isPod() ? ofPods : ofOthers, PeerClasses::union));
        });
        atomsOfIdentity.forEach((identity, atoms) ->
                listed.merge(identity, union(kindOf(identity).unlisted, atoms), PeerClasses::union));
        return listed;
    }

    /** Of equally frequent sets the unlisted one wins, because it needs no entry for identities to come; then the first in order. */
    private static BitSet mostFrequent(Kind kind, Map<Identity, BitSet> listed, int all) {
        Map<BitSet, Integer> counts = new HashMap<>(4);
        int rest = all;
        for (Map.Entry<Identity, BitSet> one : listed.entrySet()) {
            if (one.getKey().isPod() == kind.pods) {
                counts.merge(one.getValue(), 1, Integer::sum);
                rest--;
            }
        }
        int unlisted = counts.merge(kind.unlisted, rest, Integer::sum);
        int most = Collections.max(counts.values());
        if (unlisted == most) {
            return kind.unlisted;
        }
        return counts.entrySet().stream()
                .filter(one -> one.getValue() == most)
                .map(Map.Entry::getKey)
                .min(Comparator.comparing(BitSet::toString))
                .orElseThrow();
    }
}
