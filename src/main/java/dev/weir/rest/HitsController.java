package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.counts.Missing;
import dev.weir.counts.PolicyHits;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.RuleCount;
import dev.weir.usage.PolicyUses;
import dev.weir.usage.RuleSeries;
import dev.weir.visible.VisibleCounts;
import dev.weir.words.PolicyWords;
import dev.weir.words.WordLines.Sentence;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How often each rule of a policy was used: exactly, since it is what it is; and over a time, as far as records tell. */
@RestController
@Tag(name = "NetworkPolicies")
final class HitsController {
    private final ClusterView cluster;
    private final VisibleCounts counts;
    private final PolicyUses uses;
    private final PolicyWords words;
    private final Clock clock;

    HitsController(ClusterView cluster, VisibleCounts counts, PolicyUses uses, PolicyWords words, Clock clock) {
        this.cluster = cluster;
        this.counts = counts;
        this.uses = uses;
        this.words = words;
        this.clock = clock;
    }

    /**
     * The rules of a policy.
     *
     * @param step the length of an interval
     * @param starts of the intervals, oldest first
     * @param recorded whether what the policy admits is recorded now; if not, nothing follows from few records
     * @param untold records of that time that do not say by which rule
     * @param notSeen what may have happened without being among the records
     * @param missing what the exact counts do not contain
     */
    record Hits(
            Instant from,
            Instant to,
            Duration step,
            List<Instant> starts,
            boolean recorded,
            List<RuleHits> rules,
            long untold,
            List<String> notSeen,
            Missing missing) {}

    /**
     * One rule.
     *
     * @param rule as /pods?as=peers takes it
     * @param index in spec.ingress or spec.egress
     * @param sentence absent when another rule admits everything anyway
     * @param hits connections that it admitted, recorded or not, since the first node had the rules of this direction as they are now
     * @param alone of these, those that no other rule of any policy admits
     * @param last when it last admitted one; absent when it never did
     * @param since when that was; absent while no node has told
     * @param records connections recorded in each interval; null before the rules were as they are now, because records name other rules then
     */
    record RuleHits(
            @Schema(example = "ingress/0") String rule,

            @Schema(allowableValues = {"ingress", "egress"}) String direction,
            int index,
            @Nullable String sentence,
            long hits,
            long alone,
            @Nullable Instant last,
            @Nullable Instant since,
            @Schema(example = "[null, 0, 12]") List<@Nullable Long> records) {}

    @GetMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}/hits")
    @Operation(
            summary = "How often each rule was used: exactly, and in each interval of a time as records tell",
            description =
                    "hits, alone and last are counted by the datapath and need no logging. A connection that several rules admit counts for each of them.")
    Hits hits(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = "")
                    @Parameter(description = "RFC 3339, or before now; default: an hour before to")
                    String from,
            @RequestParam(defaultValue = "") @Parameter(description = "Default: now") String to,
            @RequestParam(defaultValue = "") @Parameter(description = "Default: a sixtieth of the time") String step) {
        ClusterSnapshot snapshot = cluster.current();
        NetworkPolicy policy = ThereIs.policy(snapshot, namespace, name);
        TimeRange range = new TimeParameter(clock).range(from, to);
        Duration length = TimeParameter.step(step, range);
        List<PolicyHits> hits = counts.hits(policy, snapshot.mode(policy));
        RuleSeries series = uses.series(policy, range, length, PolicyHits.since(hits));
        Map<String, String> sentences = words.explain(policy, snapshot).sentences().stream()
                .filter(sentence -> !sentence.rule().isEmpty())
                .collect(Collectors.toMap(Sentence::rule, Sentence::text));
        return new Hits(
                range.from(),
                range.to(),
                length,
                series.starts(),
                uses.isRecorded(policy),
                hits.stream()
                        .flatMap(one -> one.rules().stream().map(rule -> answer(one, rule, series, sentences)))
                        .toList(),
                series.untold(),
                uses.notRecorded(policy, range),
                counts.missing());
    }

    private static RuleHits answer(
            PolicyHits hits, RuleCount counted, RuleSeries series, Map<String, String> sentences) {
        Direction direction = hits.direction();
        String rule = Sentence.rule(direction, counted.rule());
        return new RuleHits(
                rule,
                direction.label(),
                counted.rule(),
                sentences.get(rule),
                counted.hits(),
                counted.alone(),
                counted.last(),
                hits.since(),
                series.byRule().getOrDefault(new RuleSeries.Key(direction, counted.rule()), List.of()));
    }
}
