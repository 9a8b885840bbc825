package dev.weir.nodes;

import dev.weir.cluster.NodeName;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/** Sends names to the nodes that miss some, one node after another, as the pace allows. Used by one thread. */
final class NamesTurns {
    private final ConcurrentNavigableMap<NodeName, TrackedNode> nodes;
    private final NamesPace pace;
    private @Nullable NodeName last;

    NamesTurns(ConcurrentNavigableMap<NodeName, TrackedNode> nodes, NamesPace pace) {
        this.nodes = nodes;
        this.pace = pace;
    }

    /** Whether somebody still misses names afterwards. */
    boolean give() {
        boolean missing = false;
        int unseen = nodes.size();
        while (unseen-- > 0) {
            if (!pace.mayGo()) {
                return true;
            }
            TrackedNode node = next();
            if (node == null) {
                return false;
            }
            if (node.sendNames()) {
                pace.went();
            }
            missing |= node.missesNames();
        }
        return missing;
    }

    private @Nullable TrackedNode next() {
        Map.Entry<NodeName, TrackedNode> next = last == null ? null : nodes.higherEntry(last);
        if (next == null) {
            next = nodes.firstEntry();
        }
        if (next == null) {
            return null;
        }
        last = next.getKey();
        return next.getValue();
    }
}
