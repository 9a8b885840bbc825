package dev.weir.rest;

import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.ObjectList;
import dev.weir.cluster.KubernetesObjects.ObjectQuery;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.document.ObjectDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** NetworkPolicies, verbatim. */
@RestController
@RequestMapping(
        path = "/api/v1",
        produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE})
@Tag(name = "NetworkPolicies")
final class PolicyController {
    private static final String ONE = "/namespaces/{namespace}/networkpolicies/{name}";
    private static final String MANY = "/namespaces/{namespace}/networkpolicies";

    private final KubernetesObjects objects;
    private final ObjectEditor editor;
    private final DryRunWarnings warnings;

    PolicyController(KubernetesObjects objects, ObjectEditor editor, DryRunWarnings warnings) {
        this.objects = objects;
        this.editor = editor;
        this.warnings = warnings;
    }

    @GetMapping("/networkpolicies")
    @Operation(summary = "List NetworkPolicies of all or of some namespaces")
    Map<String, Object> listAll(
            @RequestParam(required = false) @Parameter(description = "May be repeated") @Nullable
                    List<String> namespace,
            @RequestParam(defaultValue = "") String labelSelector,
            @RequestParam(defaultValue = "0") int limit,
            @RequestParam(name = "continue", defaultValue = "") String continueToken) {
        List<String> namespaces = namespace == null ? List.of() : namespace;
        if (namespaces.size() < 2) {
            String only = namespaces.isEmpty() ? "" : namespaces.getFirst();
            return list(new ObjectQuery(only, labelSelector, "", Limits.page(limit), continueToken));
        }
        if (limit != 0 || !continueToken.isEmpty()) {
            throw ProblemException.badParameter("limit", "works with all namespaces or with one, not with several.");
        }
        List<Map<String, Object>> items = new ArrayList<>();
        String version = "";
        for (String one : namespaces) {
            ObjectList list = objects.list(ObjectKind.NETWORK_POLICY, new ObjectQuery(one, labelSelector, "", 0, ""));
            items.addAll(list.items());
            version = list.resourceVersion();
        }
        return ObjectAnswers.list(ObjectKind.NETWORK_POLICY, items, version, "");
    }

    @GetMapping(MANY)
    @Operation(summary = "List the NetworkPolicies of a namespace")
    Map<String, Object> list(
            @PathVariable String namespace,
            @RequestParam(defaultValue = "") String labelSelector,
            @RequestParam(defaultValue = "0") int limit,
            @RequestParam(name = "continue", defaultValue = "") String continueToken) {
        return list(new ObjectQuery(namespace, labelSelector, "", Limits.page(limit), continueToken));
    }

    private Map<String, Object> list(ObjectQuery query) {
        return ObjectAnswers.list(ObjectKind.NETWORK_POLICY, objects.list(ObjectKind.NETWORK_POLICY, query));
    }

    @PostMapping(
            path = MANY,
            consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE})
    @Operation(summary = "Create a NetworkPolicy")
    ResponseEntity<Map<String, Object>> create(@PathVariable String namespace, Change change) {
        ObjectDocument document = change.document();
        String name = ObjectAnswers.metadata(document.object(), "name");
        if (name.isEmpty()) {
            throw ProblemException.badRequest(
                    "name-missing", "metadata.name is missing; generateName is not supported.");
        }
        Map<String, Object> created = editor.create(ref(namespace, name), document, change.options());
        return warnings.ofPolicy(
                change,
                created,
                ObjectAnswers.created(
                        created, UriComponentsBuilder.fromPath("/api/v1" + ONE).build(namespace, name)));
    }

    @GetMapping(ONE)
    @Operation(summary = "Read a NetworkPolicy; its ETag is its resource version")
    ResponseEntity<Map<String, Object>> get(@PathVariable String namespace, @PathVariable String name) {
        return ObjectAnswers.ok(editor.get(ref(namespace, name)));
    }

    @PutMapping(
            path = ONE,
            consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE})
    @Operation(summary = "Replace a NetworkPolicy; with If-None-Match: * create it")
    ResponseEntity<Map<String, Object>> replace(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            Change change) {
        ObjectRef ref = ref(namespace, name);
        if ("*".equals(ifNoneMatch)) {
            Map<String, Object> created = editor.create(ref, change.document(), change.options());
            return warnings.ofPolicy(
                    change,
                    created,
                    ObjectAnswers.created(
                            created,
                            UriComponentsBuilder.fromPath("/api/v1" + ONE).build(namespace, name)));
        }
        Map<String, Object> replaced = editor.replace(ref, change.document(), change.precondition(), change.options());
        return warnings.ofPolicy(change, replaced, ObjectAnswers.ok(replaced));
    }

    @PatchMapping(
            path = ONE,
            consumes = {
                "application/merge-patch+json",
                "application/json-patch+json",
                "application/strategic-merge-patch+json",
                "application/apply-patch+yaml"
            })
    @Operation(summary = "Patch a NetworkPolicy, or apply one (server-side, without If-Match)")
    ResponseEntity<Map<String, Object>> patch(
            @PathVariable String namespace, @PathVariable String name, Change change) {
        Map<String, Object> patched = editor.patch(ref(namespace, name), change);
        return warnings.ofPolicy(change, patched, ObjectAnswers.ok(patched));
    }

    @DeleteMapping(ONE)
    @Operation(summary = "Delete a NetworkPolicy")
    ResponseEntity<Void> delete(@PathVariable String namespace, @PathVariable String name, Change change) {
        editor.delete(ref(namespace, name), change.precondition(), change.options());
        return warnings.ofDeletion(
                change,
                new PolicyRef(namespace, name),
                ResponseEntity.noContent().build());
    }

    private static ObjectRef ref(String namespace, String name) {
        return new ObjectRef(ObjectKind.NETWORK_POLICY, namespace, name);
    }
}
