package dev.weir.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object became another one.
 *
 * @param object a {@code Namespace}, {@code Node}, {@code Pod} or {@code NetworkPolicy} as it is from then on; null when it is gone
 */
public record HistoryChange(
        long revision, Instant at, ObjectKey key, @Nullable Object object) {}
