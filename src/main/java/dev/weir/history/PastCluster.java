package dev.weir.history;

import dev.weir.cluster.ClusterContents;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the cluster as it was.
 *
 * @param contents without logging settings, which have no history
 * @param since for each object, when this server saw the version that is in the contents
 * @param followed whether this server followed the Kubernetes API at that time; otherwise this is what it knew before it lost sight
 */
public record PastCluster(ClusterContents contents, Map<ObjectKey, Instant> since, boolean followed) {
    public PastCluster {
        since = Map.copyOf(since);
    }

    /** Null when the object did not exist. */
    public @Nullable Instant since(ObjectKey key) {
        return since.get(key);
    }
}
