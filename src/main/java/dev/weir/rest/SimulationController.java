package dev.weir.rest;

import dev.weir.access.CurrentAccess;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.store.TimeRange;
import dev.weir.simulation.PolicyEdits;
import dev.weir.simulation.Simulation;
import dev.weir.simulation.SimulationShelf;
import dev.weir.simulation.Simulator;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** What some changes of policies would do. */
@RestController
@RequestMapping("/api/v1/simulations")
@Tag(name = "What if")
final class SimulationController {
    private static final String DAY = "-24h";

    private final Simulator simulator;
    private final SimulationShelf shelf;
    private final PolicyTexts texts;
    private final ClusterView cluster;
    private final CurrentAccess reader;
    private final Clock clock;

    SimulationController(
            Simulator simulator,
            SimulationShelf shelf,
            PolicyTexts texts,
            ClusterView cluster,
            CurrentAccess reader,
            Clock clock) {
        this.simulator = simulator;
        this.shelf = shelf;
        this.texts = texts;
        this.cluster = cluster;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Changes, one after the other; what they come to together is simulated.
     *
     * @param window whose recorded connections are judged again; the last 24 hours when it is left out
     */
    record SimulationRequest(
            @Nullable List<PolicyChangeRequest> changes,
            @Nullable WindowRequest window) {}

    /**
     * Either of the two.
     *
     * @param apply one or more NetworkPolicies, as YAML or JSON
     */
    record PolicyChangeRequest(
            @Schema(
                    example =
                            "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: default-deny, namespace: shop},"
                                    + " spec: {podSelector: {}, policyTypes: [Ingress]}}")
            @Nullable
            String apply,

            @Nullable PolicyName delete) {}

    record PolicyName(
            @Schema(example = "shop") @Nullable String namespace,
            @Schema(example = "web-in") @Nullable String name) {}

    record WindowRequest(
            @Schema(example = "-24h") @Nullable String from,
            @Schema(example = "now") @Nullable String to) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Simulate changes of policies; nothing is written",
            description =
                    "Which workloads could reach which others and on which ports, which pods become isolated, what becomes of the"
                            + " connections recorded in a window, and what the answer does not see. The policies are validated by the"
                            + " Kubernetes API (dry run). Kept for 7 days under the address in Location.")
    ResponseEntity<SimulationAnswer> simulate(@RequestBody SimulationRequest request) {
        PolicyEdits edits = edits(request.changes() == null ? List.of() : request.changes());
        Simulation kept = shelf.keep(simulator.simulate(edits, window(request.window())));
        return ResponseEntity.status(HttpStatus.CREATED)
                .location(UriComponentsBuilder.fromPath("/api/v1/simulations/{id}")
                        .build(kept.id()))
                .body(answer(kept));
    }

    @GetMapping("/{id}")
    @Operation(summary = "A simulation that was made within the last 7 days")
    SimulationAnswer simulation(@PathVariable String id) {
        return shelf.find(id)
                .filter(kept -> kept.namespaces().stream().allMatch(reader.get()::mayRead))
                .map(this::answer)
                .orElseThrow(() -> ProblemException.notFound("There is no simulation " + id + ", or not any more."));
    }

    private SimulationAnswer answer(Simulation simulation) {
        return SimulationAnswer.of(simulation, cluster.current());
    }

    private TimeRange window(@Nullable WindowRequest window) {
        String from = window == null || window.from() == null ? DAY : window.from();
        return new TimeParameter(clock).range(from, window == null ? null : window.to());
    }

    private PolicyEdits edits(List<PolicyChangeRequest> changes) {
        PolicyEdits edits = new PolicyEdits();
        for (int i = 0; i < changes.size(); i++) {
            PolicyChangeRequest change = changes.get(i);
            String apply = change == null ? null : change.apply();
            PolicyName delete = change == null ? null : change.delete();
            if (apply != null && delete == null) {
                texts.validated(apply, "changes[" + i + "].apply").forEach(edits::apply);
            } else if (delete != null && apply == null) {
                edits.delete(existing(delete, "changes[" + i + "].delete"));
            } else {
                throw ProblemException.badParameter("changes[" + i + "]", "has either apply or delete.");
            }
        }
        if (edits.isEmpty()) {
            throw ProblemException.badParameter("changes", "has at least one NetworkPolicy to apply or to delete.");
        }
        return edits;
    }

    private PolicyRef existing(PolicyName name, String field) {
        if (name.namespace() == null || name.name() == null) {
            throw ProblemException.badParameter(field, "has a namespace and a name.");
        }
        PolicyRef ref = new PolicyRef(name.namespace(), name.name());
        if (cluster.current().policy(ref) == null) {
            throw ProblemException.badParameter(field, "names no policy that is there: " + ref + ".");
        }
        return ref;
    }
}
