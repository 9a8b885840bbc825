package dev.weir.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bounds how many nodes are being sent a snapshot, in the order in which they asked: a thousand daemons that dial at once are served one
 * after another instead of all slowly. A node that reads too slowly loses its slot, not its snapshot, so it holds nobody up.
 */
final class SnapshotSlots {
    static final int AT_ONCE = 16;
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Clock clock;
    private final Map<TrackedNode, Instant> taken = new LinkedHashMap<>();
    private final Set<TrackedNode> waiting = new LinkedHashSet<>();

    SnapshotSlots(Clock clock) {
        this.clock = clock;
    }

    /** Whether the node may be sent its snapshot now; otherwise it waits for its turn. */
    synchronized boolean take(TrackedNode node) {
        if (taken.containsKey(node)) {
            return true;
        }
        if (taken.size() < AT_ONCE && waiting.isEmpty()) {
            taken.put(node, clock.instant());
            return true;
        }
        waiting.add(node);
        return false;
    }

    /** The snapshot has left, or there is nobody to send it to. */
    synchronized void free(TrackedNode node) {
        taken.remove(node);
        waiting.remove(node);
    }

    /** Hands free slots to those who wait; each of them has one from now on. */
    synchronized List<TrackedNode> next() {
        Instant tooLong = clock.instant().minus(PATIENCE);
        taken.values().removeIf(since -> since.isBefore(tooLong));
        List<TrackedNode> admitted = new ArrayList<>();
        while (taken.size() < AT_ONCE && !waiting.isEmpty()) {
            TrackedNode node = waiting.iterator().next();
            waiting.remove(node);
            taken.put(node, clock.instant());
            admitted.add(node);
        }
        return admitted;
    }

    synchronized boolean hasWaiting() {
        return !waiting.isEmpty();
    }
}
