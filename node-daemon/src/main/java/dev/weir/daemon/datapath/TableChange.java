package dev.weir.daemon.datapath;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one table shall hold under some of its keys; the others stay as they are.
 *
 * @param wanted keys that shall be there, with their values
 * @param gone keys that shall not; some may not be there now
 */
record TableChange<K, V>(Map<K, V> wanted, Set<K> gone) {
    /** The table shall hold exactly this. */
    static <K, V> TableChange<K, V> whole(Set<K> actual, Map<K, V> desired) {
        var gone = new HashSet<K>();
        for (var key : actual) {
            if (!desired.containsKey(key)) {
                gone.add(key);
            }
        }
        return new TableChange<>(desired, gone);
    }

    /** What {@code before} said shall be what {@code after} says. */
    static <K, V> TableChange<K, V> between(Map<K, V> before, Map<K, V> after) {
        return whole(before.keySet(), after);
    }
}
