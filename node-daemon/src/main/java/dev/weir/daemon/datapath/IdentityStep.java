package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.IdentityKey;
import dev.weir.daemon.net.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the identities get from what is there to what shall be there. Endpoints use one of two tables. When an endpoint takes
 * another subject in the same change, its old subject may not know the new identities: then the other table is written whole,
 * and the endpoint flips to table and subject in one write. Otherwise the table in use is changed in place.
 *
 * <p>In place the longest prefixes are put first, and removed shortest first after that: so every address has, at any moment,
 * either its old or its new identity.
 *
 * @param table the table that endpoints use after the change
 * @param changed whether an address that had an identity gets another one, or loses it
 * @param puts in order
 * @param removals in order, before the endpoints flip
 * @param leftovers of the table that was left, to be removed after the flip
 */
record IdentityStep(
        int table,
        boolean changed,
        List<Map.Entry<IdentityKey, Integer>> puts,
        List<IdentityKey> removals,
        List<IdentityKey> leftovers) {
    private static final int TABLE_BITS = 32;
    private static final Comparator<IdentityKey> SHORTEST_FIRST = Comparator.comparingInt(IdentityKey::prefixLength);

    /** @param subjectsChange whether an endpoint that is in force takes another subject */
    static IdentityStep plan(MapContents actual, Map<Prefix, Integer> desired, boolean subjectsChange) {
        var inUse = tableInUse(actual, desired);
        var other = 1 - inUse;
        var change = differences(actual.identities(), inUse, desired);
        if (!subjectsChange || change.isEmpty()) {
            return new IdentityStep(inUse, change.changed, change.puts, change.removals, keysOf(actual, other));
        }
        var whole = differences(actual.identities(), other, desired);
        return new IdentityStep(other, change.changed, whole.puts, whole.removals, keysOf(actual, inUse));
    }

    // Both tables are in use only after a daemon died between two flips; then the one that was written whole goes on.
    private static int tableInUse(MapContents actual, Map<Prefix, Integer> desired) {
        var counts = new int[2];
        for (var endpoint : actual.endpoints().values()) {
            counts[endpoint.identityTable() & 1]++;
        }
        if (counts[0] > 0 && counts[1] > 0) {
            return differences(actual.identities(), 1, desired).isEmpty() ? 1 : 0;
        }
        return counts[1] > 0 ? 1 : 0;
    }

    private record Differences(
            List<Map.Entry<IdentityKey, Integer>> puts, List<IdentityKey> removals, boolean changed) {
        boolean isEmpty() {
            return puts.isEmpty() && removals.isEmpty();
        }
    }

    private static Differences differences(Map<IdentityKey, Integer> actual, int table, Map<Prefix, Integer> desired) {
        var puts = new ArrayList<Map.Entry<IdentityKey, Integer>>();
        var keys = new HashMap<IdentityKey, Integer>();
        var changed = false;
        for (var entry : desired.entrySet()) {
            var key = key(table, entry.getKey());
            keys.put(key, entry.getValue());
            var before = actual.get(key);
            if (!entry.getValue().equals(before)) {
                puts.add(Map.entry(key, entry.getValue()));
                changed |= before != null;
            }
        }
        var removals = actual.keySet().stream()
                .filter(key -> key.table() == table && !keys.containsKey(key))
                .sorted(SHORTEST_FIRST)
                .toList();
        puts.sort(Map.Entry.<IdentityKey, Integer>comparingByKey(SHORTEST_FIRST.reversed()));
        return new Differences(puts, removals, changed || !removals.isEmpty());
    }

    private static List<IdentityKey> keysOf(MapContents actual, int table) {
        return actual.identities().keySet().stream()
                .filter(key -> key.table() == table)
                .sorted(SHORTEST_FIRST)
                .toList();
    }

    private static IdentityKey key(int table, Prefix prefix) {
        return new IdentityKey(TABLE_BITS + prefix.length(), table, prefix.address());
    }
}
