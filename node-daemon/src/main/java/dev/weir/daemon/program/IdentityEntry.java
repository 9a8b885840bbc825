package dev.weir.daemon.program;

import dev.weir.daemon.net.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * Whose addresses a prefix holds.
 *
 * @param identity fingerprint; 0 for an address in no ipBlock region
 * @param workload names for records; absent for a range outside the cluster
 */
public record IdentityEntry(
        Prefix prefix,
        long identity,
        IdentityKind kind,
        @Nullable Workload workload) {}
