package dev.weir.forecast;

import dev.weir.forecast.NodeRates.Growth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many lines the denials of a namespace become, as several packets share one: measured where denials are recorded now, and where they are not
 * taken from those that are.
 */
final class MergeShare {
    /** Fewer tell nothing. */
    private static final long ENOUGH = 50;

    private final Map<String, Growth> recorded = new HashMap<>();
    private Growth all = Growth.NONE;

    /** @param recording namespaces whose denials are recorded now */
    MergeShare(List<NodeRates> rates, Set<String> recording) {
        for (NodeRates node : rates) {
            for (NodeRates.Step step : node.steps()) {
                step.namespaces().forEach((namespace, growth) -> {
                    if (recording.contains(namespace)) {
                        recorded.merge(namespace, growth, MergeShare::plus);
                        all = plus(all, growth);
                    }
                });
            }
        }
    }

    private static Growth plus(Growth one, Growth other) {
        return new Growth(
                0,
                one.denied() + other.denied(),
                one.wouldDeny() + other.wouldDeny(),
                one.merged() + other.merged(),
                Map.of());
    }

    boolean isKnown(String namespace) {
        return best(namespace).mergeable() >= ENOUGH;
    }

    /** Lines for one of what can share a line; 1 where that is not known. */
    double linesPerEvent(String namespace) {
        Growth best = best(namespace);
        return best.mergeable() < ENOUGH
                ? 1
                : Math.clamp(1 - (double) best.merged() / best.mergeable(), 1.0 / best.mergeable(), 1);
    }

    private Growth best(String namespace) {
        Growth own = recorded.getOrDefault(namespace, Growth.NONE);
        return own.mergeable() >= ENOUGH ? own : all;
    }
}
