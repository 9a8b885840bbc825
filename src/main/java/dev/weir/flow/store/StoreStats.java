package dev.weir.flow.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds.
 *
 * @param oldest the time of the oldest record; null when it is empty
 * @param bytes on disk; 0 for a store in memory
 * @param retention how long records are kept
 */
public record StoreStats(
        long records, @Nullable Instant oldest, @Nullable Instant newest, long bytes, Duration retention) {}
