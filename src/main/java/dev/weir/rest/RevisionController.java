package dev.weir.rest;

import dev.weir.audit.AuditEntry.Version;
import dev.weir.audit.Occasion;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.document.ObjectDocument;
import dev.weir.visible.VisibleAudit;
import dev.weir.visible.VisibleAudit.Seen;
import dev.weir.why.ChangeExplainer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The versions that a policy has had: each is the change that made it. */
@RestController
@RequestMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}/history/{revision}")
@Tag(name = "History")
final class RevisionController {
    private final VisibleAudit audit;
    private final ChangeExplainer explainer;
    private final ObjectEditor editor;
    private final DryRunWarnings warnings;

    RevisionController(VisibleAudit audit, ChangeExplainer explainer, ObjectEditor editor, DryRunWarnings warnings) {
        this.audit = audit;
        this.explainer = explainer;
        this.editor = editor;
        this.warnings = warnings;
    }

    @GetMapping
    @Operation(
            summary = "One change of the policy: before, after, the difference, and who can talk to whom since",
            description = "The same as /api/v1/audit/{id}; revisions are ids of the policy's history.")
    AuditAnswer.Full get(@PathVariable String namespace, @PathVariable String name, @PathVariable long revision) {
        Seen seen = seen(new PolicyRef(namespace, name), revision);
        return AuditAnswer.Full.of(seen, explainer.effect(seen.entry()).orElse(null));
    }

    @PostMapping("/restore")
    @Operation(
            summary = "Write a version that the policy had: what the change made of it, or what was there before",
            description =
                    "If-Match is wanted while there is such a policy; one that was deleted is created again. Like every write it may"
                            + " be tried with dryRun=All, and needs Weir-Override where it would break an expectation.")
    ResponseEntity<Map<String, Object>> restore(
            @PathVariable String namespace,
            @PathVariable String name,
            @PathVariable long revision,
            @RequestParam(defaultValue = "after")
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {"before", "after"},
                                            defaultValue = "after"))
                    String version,
            Change change) {
        PolicyRef policy = new PolicyRef(namespace, name);
        ObjectDocument document = ObjectDocument.parse(text(seen(policy, revision), version));
        ResponseEntity<Map<String, Object>> written = Occasion.also(
                        "", "Restores the version " + version + " change " + revision)
                .during(() -> write(policy, document, change));
        return warnings.ofPolicy(change, Optional.ofNullable(written.getBody()).orElseThrow(), written);
    }

    private Seen seen(PolicyRef policy, long revision) {
        return audit.ofPolicy(policy, revision)
                .orElseThrow(() -> ProblemException.notFound("The history of " + policy + " has no change " + revision
                        + "; it may be older than what is kept."));
    }

    private static String text(Seen seen, String version) {
        Version wanted = switch (version) {
            case "before" -> Version.BEFORE;
            case "after" -> Version.AFTER;
            default -> throw ProblemException.badParameter("version", "is before or after.");
        };
        return seen.entry()
                .text(wanted)
                .orElseThrow(() -> ProblemException.badParameter(
                        "version",
                        "There was no policy " + version + " this change; version="
                                + (wanted == Version.AFTER ? "before" : "after") + " is the other one."));
    }

    private ResponseEntity<Map<String, Object>> write(PolicyRef policy, ObjectDocument document, Change change) {
        ObjectRef ref = ObjectRef.policy(policy);
        if (isThere(ref)) {
            return ObjectAnswers.ok(editor.replace(ref, document, change.precondition(), change.options()));
        }
        if (change.ifMatch() != null) {
            throw Precondition.failed("", null);
        }
        return ObjectAnswers.created(
                editor.create(ref, document, change.options()),
                UriComponentsBuilder.fromPath("/api/v1/namespaces/{namespace}/networkpolicies/{name}")
                        .build(policy.namespace(), policy.name()));
    }

    private boolean isThere(ObjectRef ref) {
        try {
            editor.get(ref);
            return true;
        } catch (KubernetesException.NotFound gone) {
            return false;
        }
    }
}
