package dev.weir.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.audit.AuditQuery;
import dev.weir.audit.AuditQuery.Place;
import dev.weir.cluster.PolicyRef;
import dev.weir.visible.VisibleAudit;
import dev.weir.visible.VisibleAudit.Seen;
import dev.weir.why.ChangeExplainer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what, when and from where. */
@RestController
@Tag(name = "History")
final class AuditController {
    private static final int STANDARD = 100;
    private static final int MOST = 1000;

    private final VisibleAudit audit;
    private final ChangeExplainer explainer;
    private final Clock clock;

    AuditController(VisibleAudit audit, ChangeExplainer explainer, Clock clock) {
        this.audit = audit;
        this.explainer = explainer;
        this.clock = clock;
    }

    /** Which changes. */
    @ParameterObject
    record Selection(
            @Parameter(example = "shop") @Nullable String namespace,

            @Parameter(description = "The name of a policy", example = "web-in") @Nullable
            String policy,

            @Parameter(description = "A person, token:name, or a field manager", example = "argocd-controller")
            @Nullable
            String actor,

            @Parameter(description = "The id of a change set") @Nullable
            String changeSet,

            @Parameter(description = "RFC 3339, or before now", example = "-24h") @Nullable
            String from,

            @Parameter(description = "RFC 3339, or before now", example = "now") @Nullable
            String to) {
        AuditQuery query(Clock clock) {
            return new AuditQuery(
                    text(namespace),
                    text(policy),
                    text(actor),
                    text(changeSet),
                    time("from", from, clock),
                    time("to", to, clock),
                    null);
        }

        /** As it was written: a relative time means another one with every page. */
        int fingerprint() {
            return Objects.hash(namespace, policy, actor, changeSet, from, to);
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value.strip();
        }

        private static @Nullable Instant time(String name, @Nullable String text, Clock clock) {
            return text == null || text.isBlank() ? null : new TimeParameter(clock).instant(name, text);
        }
    }

    /**
     * Changes, the newest first.
     *
     * @param watchedSince since when changes of Kubernetes objects are seen; absent before everything was seen once
     * @param lost how often something could not be written down since the server started
     */
    record AuditList(
            Metadata metadata,
            List<AuditAnswer> items,
            @Nullable Instant watchedSince,
            long lost) {}

    /** @param continueToken for the next page; absent on the last one */
    record Metadata(@JsonProperty("continue") @Nullable String continueToken) {}

    @GetMapping("/api/v1/audit")
    @Operation(
            summary = "Who changed what, the newest first",
            description =
                    "Policies, namespaces (labels, switches), the cluster's logging; for readers of all namespaces alerts; for administrators"
                            + " people, tokens and saved views. What came past this server names the field manager that Kubernetes names.")
    AuditList list(
            Selection selection,
            @Parameter(description = "1 to 1000") @RequestParam(defaultValue = "" + STANDARD) int limit,
            @Parameter(description = "The token of the page before") @RequestParam(name = "continue", defaultValue = "")
                    String continueToken) {
        AuditQuery query = selection.query(clock).behind(place(continueToken, selection.fingerprint()));
        return answer(audit.list(query, checked(limit)), selection.fingerprint());
    }

    @GetMapping("/api/v1/audit/{id}")
    @Operation(
            summary = "One change: before, after, the difference, and who can talk to whom since",
            description = "A version of a policy is restored with POST …/networkpolicies/{name}/history/{id}/restore.")
    AuditAnswer.Full get(@PathVariable long id) {
        Seen seen = audit.find(id)
                .orElseThrow(() ->
                        ProblemException.notFound("There is no change " + id + "; it may be older than what is kept."));
        return AuditAnswer.Full.of(seen, explainer.effect(seen.entry()).orElse(null));
    }

    @GetMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}/history")
    @Operation(summary = "The changes of one policy, the newest first; also of one that is gone")
    AuditList ofPolicy(
            @PathVariable String namespace,
            @PathVariable String name,
            @Parameter(description = "1 to 1000") @RequestParam(defaultValue = "" + STANDARD) int limit,
            @Parameter(description = "The token of the page before") @RequestParam(name = "continue", defaultValue = "")
                    String continueToken) {
        int fingerprint = Objects.hash(namespace, name);
        AuditQuery query = AuditQuery.ALL.behind(place(continueToken, fingerprint));
        return answer(audit.ofPolicy(new PolicyRef(namespace, name), query, checked(limit)), fingerprint);
    }

    private static int checked(int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.badParameter("limit", "is 1 to " + MOST + ".");
        }
        return limit;
    }

    private AuditList answer(VisibleAudit.Page page, int fingerprint) {
        Place next = page.next();
        return new AuditList(
                new Metadata(next == null ? null : ContinueToken.of(fingerprint, next.toString())),
                page.changes().stream().map(AuditAnswer::of).toList(),
                audit.watchedSince(),
                audit.lost());
    }

    private static @Nullable Place place(String token, int fingerprint) {
        return ContinueToken.place(token, fingerprint, Place::parse);
    }
}
