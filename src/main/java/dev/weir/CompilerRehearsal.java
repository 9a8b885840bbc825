package dev.weir;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.policy.PolicyCompiler;

/**
 * Compiles a made-up cluster while the start-up cache is made. What the JVM then learns of the compiler goes into the cache: its classes, and with
 * the optimising compiler how its code is used, so that a server compiles its first snapshot, the largest of all, with optimized code at once.
 */
public final class CompilerRehearsal {
    private static final int TIMES = 5;

    private CompilerRehearsal() {}

    /** Takes a second or two. */
    public static void rehearse() {
        MadeUpCluster cluster = new MadeUpCluster();
        for (int time = 0; time < TIMES; time++) {
            ClusterSnapshot snapshot = ClusterSnapshot.of(1, cluster.contents());
            new PolicyCompiler().compile(snapshot);
        }
    }
}
