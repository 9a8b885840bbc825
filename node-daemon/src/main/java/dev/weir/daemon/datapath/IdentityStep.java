package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.IdentityKey;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.net.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the identities get from what is there to what shall be there. Endpoints use one of two tables, which is changed in place:
 * the longest prefixes are put first, and removed shortest first after that, so every address has, at any moment, either its old
 * or its new identity.
 *
 * <p>When an endpoint takes another subject in the same change, that is not enough: its old subject may not know the new
 * identities. Then the addresses first get a {@link Bridge}, and their new identity when the endpoints have flipped. Where no
 * bridge can be built, the other table is written whole, and every endpoint flips to table and subject in one write.
 *
 * @param table the table that endpoints use after the change
 * @param changed whether an address that had an identity gets another one, or loses it
 * @param bridges put before those endpoints flip that take another subject
 * @param bridgeClasses what the bridges are to the subjects
 * @param puts in order
 * @param removals in order, before the (other) endpoints flip
 * @param leftovers of the table that was left, to be removed after the flip
 */
record IdentityStep(
        int table,
        boolean changed,
        List<Map.Entry<IdentityKey, Integer>> bridges,
        Map<PeerClassKey, Integer> bridgeClasses,
        List<Map.Entry<IdentityKey, Integer>> puts,
        List<IdentityKey> removals,
        List<IdentityKey> leftovers) {
    private static final int TABLE_BITS = 32;
    static final Comparator<IdentityKey> SHORTEST_FIRST = Comparator.comparingInt(IdentityKey::prefixLength);

    /** @param leftovers of the other table, from an earlier life */
    static IdentityStep inPlace(Difference difference, int table, List<IdentityKey> leftovers) {
        return new IdentityStep(
                table, difference.changed, List.of(), Map.of(), difference.puts, difference.removals, leftovers);
    }

    IdentityStep over(Bridge bridge) {
        return new IdentityStep(table, changed, bridge.entries(), bridge.classes(), puts, removals, leftovers);
    }

    /** The other table, whole. */
    static IdentityStep flip(
            Map<IdentityKey, Integer> actual, int inUse, TableChange<Prefix, Integer> change, boolean changed) {
        var other = 1 - inUse;
        var desired = new HashMap<Prefix, Integer>();
        actual.forEach((key, identity) -> {
            if (key.table() == inUse) {
                desired.put(prefix(key), identity);
            }
        });
        desired.keySet().removeAll(change.gone());
        desired.putAll(change.wanted());
        var whole = difference(actual, other, TableChange.whole(prefixes(actual, other), desired));
        return new IdentityStep(other, changed, List.of(), Map.of(), whole.puts, whole.removals, keys(actual, inUse));
    }

    /** What is put and removed in one table. */
    record Difference(List<Map.Entry<IdentityKey, Integer>> puts, List<IdentityKey> removals, boolean changed) {
        boolean isEmpty() {
            return puts.isEmpty() && removals.isEmpty();
        }

        Set<IdentityKey> touched() {
            var keys = new HashSet<>(removals);
            puts.forEach(entry -> keys.add(entry.getKey()));
            return keys;
        }
    }

    static Difference difference(Map<IdentityKey, Integer> actual, int table, TableChange<Prefix, Integer> change) {
        var puts = new ArrayList<Map.Entry<IdentityKey, Integer>>();
        var changed = false;
        for (var entry : change.wanted().entrySet()) {
            var key = key(table, entry.getKey());
            var before = actual.get(key);
            if (!entry.getValue().equals(before)) {
                puts.add(Map.entry(key, entry.getValue()));
                changed |= before != null;
            }
        }
        var removals = change.gone().stream()
                .map(prefix -> key(table, prefix))
                .filter(actual::containsKey)
                .sorted(SHORTEST_FIRST)
                .toList();
        puts.sort(Map.Entry.<IdentityKey, Integer>comparingByKey(SHORTEST_FIRST.reversed()));
        return new Difference(puts, removals, changed || !removals.isEmpty());
    }

    static List<IdentityKey> keys(Map<IdentityKey, Integer> actual, int table) {
        return actual.keySet().stream()
                .filter(key -> key.table() == table)
                .sorted(SHORTEST_FIRST)
                .toList();
    }

    static Set<Prefix> prefixes(Map<IdentityKey, Integer> actual, int table) {
        var prefixes = new HashSet<Prefix>();
        actual.keySet().forEach(key -> {
            if (key.table() == table) {
                prefixes.add(prefix(key));
            }
        });
        return prefixes;
    }

    static IdentityKey key(int table, Prefix prefix) {
        return new IdentityKey(TABLE_BITS + prefix.length(), table, prefix.address());
    }

    private static Prefix prefix(IdentityKey key) {
        return new Prefix(key.address(), key.prefixLength() - TABLE_BITS);
    }
}
