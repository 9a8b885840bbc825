package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.ObjectRef;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is recorded: the NetworkLogging object, verbatim, and the namespaces' annotation. */
@RestController
@RequestMapping(
        path = "/api/v1",
        produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE})
@Tag(name = "Logging")
final class LoggingController {
    private static final String DEFAULT = "/networkloggings/default";

    private final ClusterView cluster;
    private final ObjectEditor editor;
    private final Annotations annotations;

    LoggingController(ClusterView cluster, KubernetesObjects objects, ObjectEditor editor) {
        this.cluster = cluster;
        this.editor = editor;
        this.annotations = new Annotations(objects);
    }

    record Switch(boolean log, boolean delegate) {
        static Switch of(LoggingConfig.Switch from) {
            return new Switch(from.log(), from.delegate());
        }
    }

    /**
     * What is in effect.
     *
     * @param invalid why the object as it stands is not in effect; absent when it is
     * @param namespacesWithDenyLogging whose denials are recorded
     * @param policiesWithAllowLogging whose admitted connections are recorded, as namespace/name
     */
    record EffectiveLogging(
            Switch allow,
            Switch deny,
            @Nullable String invalid,
            List<String> namespacesWithDenyLogging,
            List<String> policiesWithAllowLogging) {}

    /** Whether denials at the namespace's pods are recorded while deny.delegate is on. */
    record DenyLogging(boolean enabled) {}

    @GetMapping(DEFAULT)
    @Operation(summary = "Read the NetworkLogging object")
    ResponseEntity<Map<String, Object>> get() {
        return ObjectAnswers.ok(editor.get(ObjectRef.networkLogging()));
    }

    @PutMapping(
            path = DEFAULT,
            consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE})
    @Operation(summary = "Replace the NetworkLogging object")
    ResponseEntity<Map<String, Object>> replace(Change change) {
        LoggingRules.check(change.document().object());
        return ObjectAnswers.ok(
                editor.replace(ObjectRef.networkLogging(), change.document(), change.precondition(), change.options()));
    }

    @PatchMapping(
            path = DEFAULT,
            consumes = {"application/merge-patch+json", "application/json-patch+json", "application/apply-patch+yaml"})
    @Operation(summary = "Patch the NetworkLogging object, or apply it (server-side, without If-Match)")
    ResponseEntity<Map<String, Object>> patch(Change change) {
        // What a patch makes of the object is known to the API server alone.
        LoggingRules.check(editor.patch(ObjectRef.networkLogging(), change.asDryRun()));
        return ObjectAnswers.ok(editor.patch(ObjectRef.networkLogging(), change));
    }

    @GetMapping(DEFAULT + "/effective")
    @Operation(summary = "What is recorded once the object and the annotations have both been heard")
    EffectiveLogging effective() {
        ClusterSnapshot snapshot = cluster.current();
        LoggingConfig logging = snapshot.logging();
        return new EffectiveLogging(
                Switch.of(logging.allow()),
                Switch.of(logging.deny()),
                snapshot.declaredLogging().invalidReason(),
                snapshot.namespaces().stream()
                        .filter(namespace ->
                                logging.deny().log() && (!logging.deny().delegate() || namespace.wantsDenyLogging()))
                        .map(Namespace::name)
                        .toList(),
                snapshot.policies().stream()
                        .filter(policy ->
                                logging.allow().log() && (!logging.allow().delegate() || policy.wantsAllowLogging()))
                        .map(policy -> policy.ref().toString())
                        .toList());
    }

    @GetMapping("/namespaces/{namespace}/deny-logging")
    @Operation(summary = "Whether the namespace is annotated for deny logging")
    DenyLogging denyLogging(@PathVariable String namespace) {
        Namespace found = cluster.current().namespace(namespace);
        if (found == null) {
            throw ProblemException.notFound("There is no namespace " + namespace + ".");
        }
        return new DenyLogging(found.wantsDenyLogging());
    }

    @PutMapping(path = "/namespaces/{namespace}/deny-logging", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Annotate the namespace for deny logging, or not")
    DenyLogging setDenyLogging(@PathVariable String namespace, @RequestBody DenyLogging wanted) {
        annotations.set(ObjectRef.namespace(namespace), Namespace.DENY_LOGGING_ANNOTATION, wanted.enabled());
        return wanted;
    }
}
