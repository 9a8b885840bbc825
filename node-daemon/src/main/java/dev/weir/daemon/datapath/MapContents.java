package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.EndpointEntry;
import dev.weir.daemon.layout.IdentityKey;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the maps hold, kept beside them: read back once, then changed by every write that the kernel accepted. So after a
 * refusal in the middle it still says what is really there.
 */
final class MapContents {
    private final Datapath datapath;
    private final Map<Table<?, ?>, Map<?, ?>> tables = new HashMap<>();
    private int writes;

    MapContents(Datapath datapath) {
        this.datapath = datapath;
        Table.ALL.forEach(table -> tables.put(table, new HashMap<>(datapath.read(table))));
    }

    // Only the constructor fills the map, and it takes what a table reads for that table.
    @SuppressWarnings("unchecked")
    <K, V> Map<K, V> of(Table<K, V> table) {
        var contents = (Map<K, V>) tables.get(table);
        if (contents == null) {
            throw new IllegalArgumentException("no such table: " + table);
        }
        return contents;
    }

    Map<Address, EndpointEntry> endpoints() {
        return of(Table.ENDPOINT);
    }

    Map<IdentityKey, Integer> identities() {
        return of(Table.IDENTITY);
    }

    Map<Integer, SubjectEntry> subjects() {
        return of(Table.SUBJECT);
    }

    Map<PeerClassKey, Integer> peerClasses() {
        return of(Table.PEER_CLASS);
    }

    Map<PortClassKey, Integer> portClasses() {
        return of(Table.PORT_CLASS);
    }

    Map<VerdictKey, Integer> verdicts() {
        return of(Table.VERDICT);
    }

    <K, V> void put(Table<K, V> table, List<Map.Entry<K, V>> entries) {
        if (!entries.isEmpty()) {
            attempt(table, () -> datapath.put(table, entries));
            entries.forEach(entry -> of(table).put(entry.getKey(), entry.getValue()));
            writes += entries.size();
        }
    }

    <K, V> void delete(Table<K, V> table, List<K> keys) {
        if (!keys.isEmpty()) {
            attempt(table, () -> datapath.delete(table, keys));
            keys.forEach(of(table)::remove);
            writes += keys.size();
        }
    }

    // A batch that the kernel refused may be half done: read what is there.
    private <K, V> void attempt(Table<K, V> table, Runnable write) {
        try {
            write.run();
        } catch (DatapathException e) {
            tables.put(table, new HashMap<>(datapath.read(table)));
            throw e;
        }
    }

    /** Entries written and removed since this was asked last. */
    int takeWrites() {
        var taken = writes;
        writes = 0;
        return taken;
    }
}
