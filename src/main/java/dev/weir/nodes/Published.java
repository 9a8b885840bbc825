package dev.weir.nodes;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.policy.Compilation;

/** What was compiled last, and from what. */
record Published(ClusterSnapshot snapshot, Compilation compilation) {
    long revision() {
        return compilation.revision();
    }
}
