package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Who the peers of rules are, and which sides of subjects depend on it: a change of identities goes to these sides only. */
final class Peers {
    private final Identities identities;
    private final PeerSets sets = new PeerSets();
    private final Map<PortName, Set<Identity>> byPortName = new HashMap<>();
    private final Map<PortName, Set<Side>> resolving = new HashMap<>();
    private final Set<Side> listingEverybody = new LinkedHashSet<>();
    private final Set<Side> tellingPodsFromOthers = new LinkedHashSet<>();

    /** The identities that came and went and make a difference to a side. */
    private record Difference(Set<Identity> created, Set<Identity> gone) {}

    Peers(Identities identities) {
        this.identities = identities;
    }

    Identities identities() {
        return identities;
    }

    void add(NetworkPolicy policy) {
        sets.add(policy);
    }

    void remove(NetworkPolicy policy) {
        sets.remove(policy);
    }

    PeerSet set(Peer peer, String policyNamespace) {
        return sets.of(peer, policyNamespace);
    }

    /** The identities of pods with a port of that name. */
    Collection<Identity> withPortName(PortName name) {
        return byPortName.getOrDefault(name, Set.of());
    }

    /** Tells the sides of identities that came and went; returns those whose program is another one now. */
    List<Side> follow(Identities.Change change) {
        sets.update(identities, change);
        change.created()
                .forEach(identity -> forEachName(
                        identity,
                        name -> byPortName
                                .computeIfAbsent(name, unused -> new LinkedHashSet<>())
                                .add(identity)));
        Map<Side, Difference> differences = differences(change);
        change.gone().forEach(this::forget);
        List<Side> changed = new ArrayList<>();
        differences.forEach((side, difference) -> {
            if (side.follow(difference.created(), difference.gone(), this)) {
                changed.add(side);
            }
            noteDefaults(side);
        });
        return changed;
    }

    private Map<Side, Difference> differences(Identities.Change change) {
        Map<Side, Difference> differences = new LinkedHashMap<>();
        for (Identity identity : change.created()) {
            forEachSideConcerned(
                    identity, side -> difference(differences, side).created().add(identity));
        }
        for (Identity identity : change.gone()) {
            forEachSideConcerned(
                    identity, side -> difference(differences, side).gone().add(identity));
        }
        return differences;
    }

    private static Difference difference(Map<Side, Difference> differences, Side side) {
        return differences.computeIfAbsent(
                side, unused -> new Difference(new LinkedHashSet<>(), new LinkedHashSet<>()));
    }

    private void forEachSideConcerned(Identity identity, Consumer<Side> action) {
        forEachSideThatMayList(identity, action);
        forEachName(identity, name -> resolving.getOrDefault(name, Set.of()).forEach(action));
    }

    /** No other side has an entry for it. A side may be named more than once. */
    private void forEachSideThatMayList(Identity identity, Consumer<Side> action) {
        identity.memberOf().forEach(set -> set.users().forEach(action));
        listingEverybody.forEach(action);
    }

    /** Finds the sides for which an address is another thing when it goes from one identity to another. */
    void forEachSideTellingApart(Identity one, Identity other, Consumer<Side> found) {
        Set<Side> suspects = new LinkedHashSet<>();
        forEachSideConcerned(one, suspects::add);
        forEachSideConcerned(other, suspects::add);
        if (one.isPod() != other.isPod()) {
            suspects.addAll(tellingPodsFromOthers);
        }
        for (Side side : suspects) {
            if (side.classOf(one) != side.classOf(other)) {
                found.accept(side);
            }
        }
    }

    private static void forEachName(Identity identity, Consumer<PortName> action) {
        identity.content().namedPorts().keySet().forEach(action);
    }

    private void forget(Identity identity) {
        identity.memberOf().forEach(set -> set.members().remove(identity));
        forEachName(identity, name -> removeFrom(byPortName, name, identity));
    }

    private static <K, V> void removeFrom(Map<K, Set<V>> lists, K key, V value) {
        Set<V> list = lists.get(key);
        if (list != null && list.remove(value) && list.isEmpty()) {
            lists.remove(key);
        }
    }

    void register(Subject subject) {
        for (Side side : subject.sides()) {
            side.sets().forEach(set -> set.users().add(side));
            side.resolvedNames()
                    .forEach(name -> resolving
                            .computeIfAbsent(name, unused -> new LinkedHashSet<>())
                            .add(side));
            noteDefaults(side);
        }
    }

    void unregister(Subject subject) {
        for (Side side : subject.sides()) {
            side.sets().forEach(set -> set.users().remove(side));
            side.resolvedNames().forEach(name -> removeFrom(resolving, name, side));
            listingEverybody.remove(side);
            tellingPodsFromOthers.remove(side);
        }
    }

    private void noteDefaults(Side side) {
        note(listingEverybody, side, side.listsEverybody());
        note(tellingPodsFromOthers, side, side.tellsPodsFromOthers());
    }

    private static void note(Set<Side> sides, Side side, boolean belongs) {
        if (belongs) {
            sides.add(side);
        } else {
            sides.remove(side);
        }
    }

    /** Forgets the sets that no rule names any more. */
    void forgetUnused() {
        sets.forgetUnused();
    }

    int size() {
        return sets.size();
    }
}
