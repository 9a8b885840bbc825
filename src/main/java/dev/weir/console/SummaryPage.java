package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.console.SummaryView.Source;
import dev.weir.nodes.NodeRegistry;
import dev.weir.visible.VisibleCounts;
import org.springframework.stereotype.Component;

/** Answers the summary: of now, from the cluster and what nodes count and report. */
@Component
final class SummaryPage {
    private final ClusterView cluster;
    private final NodeRegistry nodes;
    private final VisibleCounts counts;
    private final SummaryThen earlier;
    private final Texts texts;

    SummaryPage(ClusterView cluster, NodeRegistry nodes, VisibleCounts counts, SummaryThen earlier, Texts texts) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.counts = counts;
        this.earlier = earlier;
        this.texts = texts;
    }

    /**
     * Throws {@link java.time.DateTimeException} for a time that cannot be read, or of which nothing is kept.
     *
     * @param at of the address; empty = now
     */
    SummaryView view(String at, boolean showSystem) {
        return SummaryView.of(at.isEmpty() ? now(showSystem) : earlier.source(at, showSystem), texts);
    }

    private Source now(boolean showSystem) {
        return new Source(
                cluster.current(),
                nodes.nodes(),
                counts.deniedLastDay(),
                counts.deniedLastMinutes(),
                counts.missing(),
                showSystem,
                SummaryThen.bar("", showSystem, texts),
                null);
    }
}
