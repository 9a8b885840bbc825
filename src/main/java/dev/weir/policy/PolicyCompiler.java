package dev.weir.policy;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;

/**
 * The fast form of the policies' meaning: compiles snapshots, one after another, into programs of nodes. Each costs what has changed since the
 * one before; work that nodes have in common is done once and shared by reference. It agrees with {@link PolicyEvaluator} on every packet.
 * Not thread-safe: one thread owns it.
 */
public final class PolicyCompiler {
    private static final ClusterSnapshot NOTHING = ClusterSnapshot.of(0, ClusterContents.EMPTY);

    private ClusterSnapshot compiled = NOTHING;
    private CompiledCluster cluster = new CompiledCluster();

    /**
     * Compiles a snapshot; its concerns are relative to the one that this compiler compiled last. Throws
     * {@link FingerprintCollisionException}; there is no other way to fail. After that the next snapshot is compiled from the beginning.
     */
    public Compilation compile(ClusterSnapshot next) {
        ClusterSnapshot before = compiled;
        CompiledCluster state = cluster;
        compiled = NOTHING;
        cluster = new CompiledCluster();
        Compilation compilation = state.follow(before, next);
        compiled = next;
        cluster = state;
        return compilation;
    }

    /** How much is kept for the compilation that comes next. */
    CompiledCluster.Sizes sizes() {
        return cluster.sizes();
    }
}
