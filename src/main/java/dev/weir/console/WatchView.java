package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.counts.PairVerdicts;
import dev.weir.counts.ShadowReport;
import dev.weir.recommendation.Recommendation;
import dev.weir.visible.VisibleCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recommended policies that are in shadow, and what enforcing them would break.
 *
 * @param counted what would have been denied since all of them are as they are now, as a sentence
 * @param panel what enforcing them changes, with the recorded connections judged again; null when there is nothing to promote
 */
record WatchView(
        List<Waiting> policies,
        Mark counted,
        List<Row> rows,
        @Nullable WhatIfView panel) {
    private static final int SHOWN = 50;
    /** Nodes take policies over one after the other, and report what they count every two seconds. */
    private static final Duration SETTLING = Duration.ofSeconds(10);
    /**
     * Whoever promotes one after the other must not deny in between: first what isolates and admits the same pods, then what isolates
     * all of them and admits little, then what admits nothing.
     */
    private static final Comparator<NetworkPolicy> HARMLESS_FIRST =
            Comparator.comparingInt(WatchView::harm).thenComparing(NetworkPolicy::ref);

    /** @param seen its name and version: another version is not promoted */
    record Waiting(Link policy, String seen) {}

    record Row(String from, String to, String direction, String connections, String last, String recordsHref) {}

    /** Recommended, and in shadow, in the order in which they are promoted. */
    static List<NetworkPolicy> waiting(ClusterSnapshot snapshot, String namespace) {
        return snapshot.shadowPoliciesIn(namespace).stream()
                .filter(Recommendation::isMarked)
                .sorted(HARMLESS_FIRST)
                .toList();
    }

    private static int harm(NetworkPolicy policy) {
        if (!policy.podSelector().isEverything()) {
            return 0;
        }
        return policy.ingress().isEmpty() && policy.egress().isEmpty() ? 2 : 1;
    }

    static List<Row> rows(List<NetworkPolicy> waiting, ClusterSnapshot snapshot, VisibleCounts counts, Texts texts) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        String namespace = waiting.getFirst().ref().namespace();
        List<PairVerdicts> pairs = counts.pairs(namespace);
        Instant since = since(waiting, snapshot, counts, pairs);
        Instant settled = since == null ? null : since.plus(SETTLING);
        return settled == null
                ? List.of()
                : pairs.stream()
                        .filter(pair -> pair.judging().namespace().equals(namespace))
                        .flatMap(pair -> row(pair, settled, texts))
                        .limit(SHOWN)
                        .toList();
    }

    /** When the last of them became what it is; null while no node has said so of any. */
    private static @Nullable Instant since(
            List<NetworkPolicy> waiting, ClusterSnapshot snapshot, VisibleCounts counts, List<PairVerdicts> pairs) {
        return waiting.stream()
                .map(policy -> ShadowReport.of(policy, snapshot, counts.hits(policy, PolicyMode.SHADOW), pairs)
                        .since())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Stream<Row> row(PairVerdicts pair, Instant since, Texts texts) {
        Instant last = pair.tally().lastWouldDeny();
        return last == null || last.isBefore(since)
                ? Stream.empty()
                : Stream.of(new Row(
                        NamespacePairs.name(pair.source(), texts),
                        NamespacePairs.name(pair.destination(), texts),
                        texts.of("direction." + pair.direction().label()),
                        texts.number(pair.tally().wouldDeny()),
                        texts.age(last),
                        LogsAddress.between(pair)));
    }

    static Mark counted(List<Row> rows, Texts texts) {
        return rows.isEmpty()
                ? Mark.good(texts.of("lockdown.would-break.none"))
                : Mark.bad(texts.of("lockdown.would-break", rows.size()));
    }
}
