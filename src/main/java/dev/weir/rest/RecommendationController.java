package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyTree;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import dev.weir.recommendation.Recommendation;
import dev.weir.recommendation.Recommender;
import dev.weir.recommendation.Wish;
import dev.weir.simulation.Simulation.BlindSpot;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** From recorded connections to policies. */
@RestController
@Tag(name = "What if")
final class RecommendationController {
    private static final String DAY = "-24h";
    private static final int MOST_ROWS = 500;
    private static final String DESCRIPTION =
            "A default-deny, DNS, and a policy for each workload that admits what was recorded of it in the window. Enforced policies are"
                    + " respected: what they admit gets no rule. Nothing is written; send `list` to POST /api/v1/apply. The policies in it are"
                    + " in shadow, so that one sees for days what they would deny, unless mode=enforce.";

    private final Recommender recommender;
    private final ClusterView cluster;
    private final Clock clock;

    RecommendationController(Recommender recommender, ClusterView cluster, Clock clock) {
        this.recommender = recommender;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** What to recommend, in an address. */
    @ParameterObject
    record Asked(
            @Parameter(description = "Beginning of the window; the last 24 hours when it is left out", example = "-7d")
            @Nullable
            String from,

            @Parameter(description = "End of the window", example = "now") @Nullable
            String to,

            @Parameter(description = "ingress or egress; both when it is left out") @Nullable
            String direction,

            @Parameter(description = "Names of recommended policies that are not wanted; several are allowed") @Nullable
            List<String> without,

            @Parameter(description = "shadow (default) or enforce") @Nullable
            String mode) {}

    /**
     * What to recommend.
     *
     * @param direction ingress or egress; both when it is left out
     * @param window whose recorded connections are to be admitted; the last 24 hours when it is left out
     * @param granularity of whom a policy is written; there is one
     * @param without names of recommended policies that are not wanted
     * @param mode of the policies in the answer: shadow (default) or enforce
     */
    record RecommendationRequest(
            @Schema(example = "shop") @Nullable String namespace,
            @Nullable String direction,
            SimulationController.@Nullable WindowRequest window,

            @Schema(allowableValues = {"workload"}) @Nullable
            String granularity,

            @Nullable List<String> without,

            @Schema(allowableValues = {"shadow", "enforce"}) @Nullable
            String mode) {}

    /**
     * Policies for a namespace, and how far they go.
     *
     * @param observed connections of the window that passed; recorded by both ends they count once
     * @param admitted of these, those that pass when the wanted policies are enforced
     * @param respected enforced policies that admit some of them already
     * @param rest of the observed, those that would be denied
     * @param moreRest how many rows are not listed
     * @param denied what was denied last time and is not recommended
     * @param outdated names of policies recommended earlier, still in shadow, and not recommended any more
     * @param list the wanted policies, to be applied as they are
     */
    record RecommendationAnswer(
            String namespace,
            Instant from,
            Instant to,
            long observed,
            long admitted,
            List<PolicyAnswer> policies,
            List<RespectedAnswer> respected,
            List<RestAnswer> rest,
            long moreRest,
            List<RestAnswer> denied,
            List<String> outdated,
            List<BlindSpot> blindSpots,
            Map<String, Object> list) {}

    /**
     * One policy.
     *
     * @param workloads for which it is; none when it is for every pod
     * @param connections observed ones for which it has rules
     * @param wanted whether it is in the list
     */
    record PolicyAnswer(
            @Schema(example = "allow-web") String name,

            @Schema(allowableValues = {"default-deny", "dns", "workload"})
            String purpose,

            List<String> workloads,
            long connections,
            boolean wanted,
            Map<String, Object> object) {}

    /** @param connections that it admits at the end of its pods */
    record RespectedAnswer(String name, long connections) {}

    /**
     * Connections between two ends on one port.
     *
     * @param from a workload as namespace/name, or an address
     * @param sample id of a record of them
     */
    record RestAnswer(
            String from,
            String to,
            String protocol,
            int port,
            long connections,
            Instant last,
            String sample,

            @Schema(
                    allowableValues = {
                        "denied",
                        "pod-unknown",
                        "hidden",
                        "namespace-unnamed",
                        "no-ports",
                        "too-many-addresses",
                        "left-out",
                        "other-end"
                    })
            String reason,

            String why) {
        static RestAnswer of(Recommendation.Row row) {
            return new RestAnswer(
                    row.from(),
                    row.to(),
                    row.protocol(),
                    row.port(),
                    row.connections(),
                    row.last(),
                    row.sample(),
                    row.reason().label(),
                    row.why());
        }
    }

    @GetMapping("/api/v1/namespaces/{namespace}/recommendations")
    @Operation(summary = "Policies that admit what was recorded of a namespace", description = DESCRIPTION)
    RecommendationAnswer get(@PathVariable String namespace, Asked asked) {
        return answer(
                namespace,
                window(asked.from(), asked.to()),
                directions(asked.direction()),
                without(asked.without()),
                mode(asked.mode()));
    }

    @PostMapping(path = "/api/v1/recommendations", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Policies that admit what was recorded of a namespace, the question in a body",
            description = DESCRIPTION)
    RecommendationAnswer post(@RequestBody RecommendationRequest request) {
        if (request.namespace() == null || request.namespace().isBlank()) {
            throw ProblemException.badParameter("namespace", "names the namespace.");
        }
        if (request.granularity() != null && !request.granularity().equals("workload")) {
            throw ProblemException.badParameter("granularity", "is workload; policies for single pods do not last.");
        }
        SimulationController.WindowRequest window = request.window();
        return answer(
                request.namespace(),
                window(window == null ? null : window.from(), window == null ? null : window.to()),
                directions(request.direction()),
                without(request.without()),
                mode(request.mode()));
    }

    private TimeRange window(@Nullable String from, @Nullable String to) {
        return new TimeParameter(clock).range(from == null || from.isBlank() ? DAY : from, to);
    }

    private static Set<Direction> directions(@Nullable String direction) {
        return switch (direction == null ? "" : direction) {
            case "" -> Set.of(Direction.values());
            case "ingress" -> Set.of(Direction.INGRESS);
            case "egress" -> Set.of(Direction.EGRESS);
            default -> throw ProblemException.badParameter("direction", "is ingress or egress; both when left out.");
        };
    }

    private static Set<String> without(@Nullable List<String> names) {
        return names == null ? Set.of() : Set.copyOf(names);
    }

    private static PolicyMode mode(@Nullable String mode) {
        return switch (mode == null ? PolicyMode.SHADOW_VALUE : mode) {
            case PolicyMode.SHADOW_VALUE -> PolicyMode.SHADOW;
            case PolicyMode.ENFORCE_VALUE -> PolicyMode.ENFORCED;
            default -> throw ProblemException.badParameter("mode", "is shadow or enforce.");
        };
    }

    private RecommendationAnswer answer(
            String namespace, TimeRange window, Set<Direction> directions, Set<String> without, PolicyMode mode) {
        if (cluster.current().namespace(namespace) == null) {
            throw ProblemException.notFound("There is no namespace " + namespace + ".");
        }
        Recommendation found =
                recommender.recommend(new Wish(namespace, window, directions, name -> !without.contains(name)));
        return new RecommendationAnswer(
                namespace,
                window.from(),
                window.to(),
                found.observed(),
                found.admitted(),
                found.policies().stream().map(one -> policy(one, mode)).toList(),
                found.respected().stream()
                        .map(one -> new RespectedAnswer(one.policy().name(), one.connections()))
                        .toList(),
                rows(found.rest()),
                Math.max(0, found.rest().size() - MOST_ROWS),
                rows(found.denied()),
                found.outdated().stream().map(policy -> policy.name()).toList(),
                found.blindSpots(),
                list(found, mode));
    }

    private static List<RestAnswer> rows(List<Recommendation.Row> rows) {
        return rows.stream().limit(MOST_ROWS).map(RestAnswer::of).toList();
    }

    private static PolicyAnswer policy(Recommendation.Recommended one, PolicyMode mode) {
        return new PolicyAnswer(
                one.policy().ref().name(),
                one.purpose().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                one.workloads(),
                one.connections(),
                one.wanted(),
                PolicyTree.of(Recommendation.in(mode, one.policy())));
    }

    private static Map<String, Object> list(Recommendation found, PolicyMode mode) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("apiVersion", "v1");
        list.put("kind", "List");
        list.put(
                "items",
                found.wanted().stream()
                        .map(policy -> PolicyTree.of(Recommendation.in(mode, policy)))
                        .toList());
        return list;
    }
}
