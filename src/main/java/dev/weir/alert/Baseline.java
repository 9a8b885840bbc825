package dev.weir.alert;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is usual for a workload or a policy.
 *
 * @param rate in the unit of its rule; null where the baseline is a list
 * @param destinations that are known; empty where the baseline is a rate
 */
public record Baseline(AlertSubject subject, @Nullable Double rate, List<String> destinations) {
    public Baseline {
        destinations = List.copyOf(destinations);
    }
}
