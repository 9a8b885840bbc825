package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordQuery.Order;
import dev.weir.flow.store.RecordReader;
import dev.weir.usage.PolicyUses;
import dev.weir.why.CoverageExplainer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a policy admitted, as recorded. */
@RestController
@Tag(name = "NetworkPolicies")
final class PolicyConnectionsController {
    private static final String STANDARD = "100";

    private final ClusterView cluster;
    private final RecordReader records;
    private final CoverageExplainer coverage;
    private final Clock clock;

    PolicyConnectionsController(ClusterView cluster, RecordReader records, CoverageExplainer coverage, Clock clock) {
        this.cluster = cluster;
        this.records = records;
        this.coverage = coverage;
        this.clock = clock;
    }

    @GetMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}/connections")
    @Operation(
            summary = "Recorded connections that the policy admitted, the newest first",
            description =
                    "A page of /api/v1/logs with the filter that readsAs says, and what is missing in it: connections are"
                            + " recorded while the cluster's switch is on and, where it delegates, the policy is annotated.")
    RecordsController.Page connections(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = "-1h") @Parameter(description = "RFC 3339, or before now") String from,
            @RequestParam(defaultValue = "") @Parameter(description = "RFC 3339, or before now; default now") String to,
            @RequestParam(defaultValue = STANDARD) @Parameter(description = "1 to 10000") int limit,
            @RequestParam(name = "continue", defaultValue = "") String continueToken) {
        NetworkPolicy policy = ThereIs.policy(cluster.current(), namespace, name);
        if (limit < 1 || limit > RecordReader.MAX_PAGE) {
            throw ProblemException.badParameter("limit", "is 1 to " + RecordReader.MAX_PAGE + ".");
        }
        RecordQuery query = new RecordQuery(
                PolicyUses.admittedBy(policy.ref()),
                new TimeParameter(clock).range(from, to),
                Order.NEWEST_FIRST,
                limit,
                continueToken);
        RecordPage page = records.query(query);
        return RecordsController.Page.of(
                query, page, RecordsController.trees(page), coverage.missing(query.filter(), query.range()));
    }
}
