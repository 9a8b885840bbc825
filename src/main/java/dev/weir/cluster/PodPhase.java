package dev.weir.cluster;

/** {@code status.phase} of a pod. */
public enum PodPhase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    UNKNOWN;

    /** A pod that ended has no address any more, even while its object still names one: another pod may have it. */
    public boolean isOver() {
        return this == SUCCEEDED || this == FAILED;
    }
}
