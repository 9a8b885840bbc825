package dev.weir.forecast;

import dev.weir.nodes.NodeReport.DenialLines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many lines the denials of a namespace become, as several packets share one: measured where denials were recorded, and where they were not
 * taken from those that were.
 */
final class MergeShare {
    /** Fewer tell nothing. */
    private static final long ENOUGH = 50;

    private final Map<String, DenialLines> recorded = new HashMap<>();
    private final DenialLines all;

    MergeShare(List<NodeRates> rates) {
        for (NodeRates node : rates) {
            for (NodeRates.Step step : node.steps()) {
                step.namespaces()
                        .forEach((namespace, growth) -> recorded.merge(namespace, growth.lines(), DenialLines::plus));
            }
        }
        all = recorded.values().stream().reduce(DenialLines.NONE, DenialLines::plus);
    }

    boolean isKnown(String namespace) {
        return best(namespace).events() >= ENOUGH;
    }

    /** Lines for one of what can share a line; 1 where that is not known. */
    double linesPerEvent(String namespace) {
        DenialLines best = best(namespace);
        return best.events() < ENOUGH ? 1 : (double) best.lines() / best.events();
    }

    private DenialLines best(String namespace) {
        DenialLines own = recorded.getOrDefault(namespace, DenialLines.NONE);
        return own.events() >= ENOUGH ? own : all;
    }
}
