package dev.weir.cluster;

import java.time.Instant;

/** Whether the cluster snapshot follows the Kubernetes API. */
public sealed interface Freshness {

    /** The server knows nothing yet; it accepts no daemon in this state. */
    record NeverSynced(String reason) implements Freshness {}

    /** Every watch is established. */
    record Current(Instant since) implements Freshness {}

    /** At least one watch is broken: the snapshot is the last one that was known. */
    record Stale(Instant since, String reason) implements Freshness {}
}
