package dev.weir.cluster;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pods of a snapshot by name, for whoever looks up thousands of them: its own tree takes long for that. */
public final class PodIndex {
    private static final Derivation<Map<PodRef, Pod>> PODS = new Derivation<>(
            cluster -> cluster.pods().stream().collect(Collectors.toUnmodifiableMap(Pod::ref, Function.identity())));

    private PodIndex() {}

    /** Not to be changed. */
    public static Map<PodRef, Pod> of(ClusterSnapshot cluster) {
        return PODS.of(cluster);
    }
}
