package dev.weir.console;

import dev.weir.console.Parts.Link;
import dev.weir.flow.StoredRecord;
import dev.weir.pairs.DeniedPairs.Denied;
import dev.weir.pairs.DeniedPairs.Found;
import dev.weir.pairs.TalkingPair;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was denied between whom in a time, the most first.
 *
 * @param more null when all are shown
 */
record NamespaceDenialsView(
        TimeBar time,
        String heading,
        String logsHref,
        String flowsHref,
        List<Row> rows,
        @Nullable String more) {

    /**
     * A pair.
     *
     * @param packets of its records
     * @param guards what isolates its ends
     * @param whyHref its last denial explained; null when there is no record of one
     * @param proposalHref the rule that would admit it; null when policies did not deny it
     */
    record Row(
            String source,
            String destination,
            String ports,
            String packets,
            String last,
            List<Link> guards,
            @Nullable String whyHref,
            @Nullable String proposalHref,
            String recordsHref) {}

    static NamespaceDenialsView of(String namespace, Found found, NamespaceTime time, Texts texts) {
        return new NamespaceDenialsView(
                time.bar(),
                texts.of("namespace.denials.heading", time.words()),
                time.records(LogsAddress.denialsOf(namespace)),
                time.on("/flows", new String[] {"ns", namespace}, new String[] {"show", "denied"}, new String[] {
                    "order", "denied"
                }),
                found.denied().stream().map(denied -> row(denied, time, texts)).toList(),
                found.more() > 0 ? texts.of("counts.more-pairs", found.more()) : null);
    }

    private static Row row(Denied denied, NamespaceTime time, Texts texts) {
        TalkingPair pair = denied.pair();
        StoredRecord newest = denied.newest();
        return new Row(
                FlowsWords.name(pair.ends().source(), texts),
                FlowsWords.name(pair.ends().destination(), texts),
                ports(pair, texts),
                texts.number(pair.recorded().sides().denied()),
                last(pair.seen().last(), time, texts),
                pair.guard().policies().stream().map(PolicyView::link).toList(),
                newest == null ? null : "/logs/" + newest.id(),
                newest == null ? null : WhyView.proposalHref(newest),
                time.records("disposition=\"deny\" AND " + pair.filter()));
    }

    private static String last(@Nullable Instant last, NamespaceTime time, Texts texts) {
        if (last == null) {
            return texts.of("none");
        }
        return time.isFrozen() ? texts.dayAndTime(last) : texts.age(last);
    }

    private static String ports(TalkingPair pair, Texts texts) {
        String ports =
                pair.recorded().ports().stream().map(TalkingPair.Port::toString).collect(Collectors.joining(", "));
        return ports.isEmpty() ? texts.of("none") : ports;
    }
}
