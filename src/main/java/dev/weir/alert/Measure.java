package dev.weir.alert;

import org.jspecify.annotations.Nullable;

/**
 * The value against the threshold against what is usual.
 *
 * @param baseline null for a rule that has none
 * @param unit of what they are numbers
 */
public record Measure(
        double value, double threshold, @Nullable Double baseline, String unit) {}
