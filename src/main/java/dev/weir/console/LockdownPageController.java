package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.flow.store.TimeRange;
import dev.weir.recommendation.Recommendation;
import dev.weir.recommendation.Recommender;
import dev.weir.recommendation.Wish;
import dev.weir.simulation.PolicyEdits;
import dev.weir.visible.VisibleCounts;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** {@code /ns/{namespace}/lockdown}: from an open namespace to a locked one, step by step. */
@Controller
final class LockdownPageController {
    private final ClusterView cluster;
    private final Recommender recommender;
    private final WhatIf whatIf;
    private final VisibleCounts counts;
    private final LockdownEdits edits;
    private final Texts texts;

    LockdownPageController(
            ClusterView cluster,
            Recommender recommender,
            WhatIf whatIf,
            VisibleCounts counts,
            LockdownEdits edits,
            Texts texts) {
        this.cluster = cluster;
        this.recommender = recommender;
        this.whatIf = whatIf;
        this.counts = counts;
        this.edits = edits;
        this.texts = texts;
    }

    @GetMapping("/ns/{namespace}/lockdown")
    ModelAndView page(
            @PathVariable String namespace,
            @RequestParam(required = false) @Nullable String step,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String direction,
            @RequestParam(required = false) @Nullable String picked,
            @RequestParam(required = false) @Nullable List<String> policy) {
        if (cluster.current().namespace(namespace) == null) {
            throw new NotThere("namespace " + namespace);
        }
        LockdownQuery query = LockdownQuery.of(step, from, direction, picked, policy);
        return new ModelAndView("namespaces/lockdown", Map.of("view", view(namespace, query, window(query))));
    }

    private TimeRange window(LockdownQuery query) {
        try {
            return query.window(texts.now());
        } catch (DateTimeException wrong) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "from", wrong);
        }
    }

    private LockdownView view(String namespace, LockdownQuery query, TimeRange window) {
        ClusterSnapshot snapshot = cluster.current();
        return switch (query.step()) {
            case "observe" ->
                LockdownView.of(
                        namespace,
                        query,
                        texts,
                        LockdownView.observing(recommend(namespace, query, window), snapshot, texts),
                        null,
                        null);
            case "policies", "shadow" ->
                LockdownView.of(
                        namespace,
                        query,
                        texts,
                        null,
                        RecommendationView.of(recommend(namespace, query, window), texts),
                        null);
            default -> LockdownView.of(namespace, query, texts, null, null, watching(namespace, snapshot, window));
        };
    }

    private Recommendation recommend(String namespace, LockdownQuery query, TimeRange window) {
        return recommender.recommend(new Wish(namespace, window, query.directions(), query::wants));
    }

    private WatchView watching(String namespace, ClusterSnapshot snapshot, TimeRange window) {
        List<NetworkPolicy> waiting = WatchView.waiting(snapshot, namespace);
        List<LockdownEdits.Held> held = edits.held(waiting);
        List<WatchView.Row> rows = WatchView.rows(waiting, snapshot, counts, texts);
        PolicyEdits promoted = new PolicyEdits();
        held.forEach(one -> promoted.apply(PolicyDraft.read(one.promoted(snapshot.namespace(namespace)))));
        return new WatchView(
                held.stream()
                        .map(one -> new WatchView.Waiting(PolicyView.link(one.policy()), one.seen()))
                        .toList(),
                WatchView.counted(rows, texts),
                rows,
                promoted.isEmpty() ? null : whatIf.of(promoted, window));
    }
}
