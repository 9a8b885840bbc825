package dev.weir.console;

import dev.weir.counts.NamespaceDenials;
import dev.weir.counts.PairVerdicts;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.visible.VisibleCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who talks to whom, of one namespace, and how much was denied there.
 *
 * @param denied packets in the last 24 hours, as a sentence
 * @param more pairs that are not shown; null when all are
 * @param missing null when nothing is
 */
record NamespacePairs(
        String denied,
        List<Row> rows,
        @Nullable String more,
        @Nullable String missing) {
    private static final int SHOWN = 20;

    /** @param judged by which end's policies */
    record Row(
            String source,
            String destination,
            String judged,
            String allowed,
            String denied,
            String wouldDeny,
            String recordsHref) {}

    static NamespacePairs of(String namespace, VisibleCounts counts, Texts texts) {
        List<PairVerdicts> pairs = counts.pairs(namespace);
        long denied = counts.deniedLastDay().stream()
                .filter(denials -> denials.namespace().equals(namespace))
                .mapToLong(NamespaceDenials::total)
                .sum();
        return new NamespacePairs(
                texts.of("counts.denied-day", denied),
                pairs.stream().limit(SHOWN).map(pair -> row(pair, texts)).toList(),
                pairs.size() > SHOWN ? texts.of("counts.more-pairs", pairs.size() - SHOWN) : null,
                CountWords.missing(counts.missing(), texts));
    }

    private static Row row(PairVerdicts pair, Texts texts) {
        return new Row(
                name(pair.source(), texts),
                name(pair.destination(), texts),
                texts.of("counts.judged." + pair.direction().label()),
                texts.number(pair.tally().allowed()),
                texts.number(pair.tally().denied()),
                texts.number(pair.tally().wouldDeny()),
                LogsAddress.between(pair));
    }

    static String name(PairEnd end, Texts texts) {
        if (end.isOutside()) {
            return texts.of("counts.outside");
        }
        if (end.equals(PairEnd.HIDDEN)) {
            return texts.of("end.hidden");
        }
        return end.namespace().isEmpty() ? texts.of("counts.node", end.name()) : end.namespace() + "/" + end.name();
    }
}
