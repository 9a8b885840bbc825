package dev.weir.daemon.count;

import dev.weir.daemon.layout.PairKey;
import java.util.HashMap;
import java.util.Map;

/** What events and merged denials say of pairs, before names. The recording adds to it at every event, so it does nothing else. Thread-safe. */
final class PairTally {
    /** Beyond it pairs are not told apart until the next look, some seconds later. */
    static final int CAPACITY = 65_536;

    private Map<PairKey, Long> counts = new HashMap<>();

    synchronized void add(PairKey pair, long count) {
        if (counts.size() < CAPACITY || counts.containsKey(pair)) {
            counts.merge(pair, count, Long::sum);
        }
    }

    synchronized Map<PairKey, Long> take() {
        var taken = counts;
        counts = new HashMap<>();
        return taken;
    }
}
