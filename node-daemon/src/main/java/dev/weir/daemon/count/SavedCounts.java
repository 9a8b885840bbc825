package dev.weir.daemon.count;

import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.PairKey;
import java.util.Map;

/**
 * The book as it outlives the daemon: the entries, and up to where the kernel's counters stand in them. The two belong together:
 * what the counters have grown since is what is still to be entered, however long the daemon was away.
 *
 * @param uncounted the kernel's own count of what it had no room for
 */
public record SavedCounts(Counts counts, Map<CounterKey, Long> counters, Map<PairKey, Long> pairs, long uncounted) {
    public SavedCounts {
        counters = Map.copyOf(counters);
        pairs = Map.copyOf(pairs);
    }
}
