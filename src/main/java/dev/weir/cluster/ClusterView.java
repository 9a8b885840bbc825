package dev.weir.cluster;

/** The cluster as somebody may see it: {@link ClusterState} shows all of it. */
public interface ClusterView {

    /** The newest snapshot. */
    ClusterSnapshot current();

    /** Whether {@link #current} follows the Kubernetes API, or why not. */
    Freshness freshness();
}
