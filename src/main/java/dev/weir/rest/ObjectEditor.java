package dev.weir.rest;

import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.document.Finding;
import dev.weir.document.Findings;
import dev.weir.document.ObjectDocument;
import dev.weir.expectation.ExpectationsBrokenException;
import dev.weir.lint.PolicyLinter;
import dev.weir.lint.Surroundings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes Kubernetes objects that arrive as text: with the precondition in the write itself, and errors put on the lines of the text. */
@Component
final class ObjectEditor {
    private final KubernetesObjects objects;
    private final JsonMapper json;

    ObjectEditor(KubernetesObjects objects, JsonMapper json) {
        this.objects = objects;
        this.json = json;
    }

    Map<String, Object> get(ObjectRef ref) {
        return objects.get(ref);
    }

    Map<String, Object> create(ObjectRef ref, ObjectDocument document, WriteOptions options) {
        Map<String, Object> object = identified(ref, document);
        return placed(document, () -> objects.create(ref, object, options));
    }

    Map<String, Object> replace(
            ObjectRef ref, ObjectDocument document, Precondition precondition, WriteOptions options) {
        Map<String, Object> object = identified(ref, document);
        String own = ObjectAnswers.resourceVersion(object);
        if (precondition.isAny()) {
            return placed(document, () -> objects.replace(ref, object, options));
        }
        if (!own.isEmpty() && !own.equals(precondition.resourceVersion())) {
            throw new ProblemException(Problem.of(
                    HttpStatus.CONFLICT,
                    "conflict",
                    "Two versions are named",
                    "metadata.resourceVersion is " + own + ", but If-Match is " + precondition.resourceVersion()
                            + "."));
        }
        metadata(object).put("resourceVersion", precondition.resourceVersion());
        return placed(document, () -> onlyIf(precondition, () -> objects.replace(ref, object, options)));
    }

    Map<String, Object> patch(ObjectRef ref, Change change) {
        PatchForm form = change.patchForm();
        if (form == PatchForm.APPLY) {
            ObjectDocument document = change.document();
            identified(ref, document);
            return placed(document, () -> objects.patch(ref, form, change.body(), change.options()));
        }
        Precondition precondition = change.precondition();
        String guarded = precondition.isAny() ? change.body() : guarded(ref, change.body(), form, precondition);
        return onlyIf(precondition, () -> objects.patch(ref, form, guarded, change.options()));
    }

    void delete(ObjectRef ref, Precondition precondition, WriteOptions options) {
        onlyIf(precondition, () -> {
            objects.delete(ref, precondition.resourceVersion(), options);
            return Map.of();
        });
    }

    /** The patch with the version in it, so that the API server itself refuses it when the object has changed. */
    private String guarded(ObjectRef ref, String patch, PatchForm form, Precondition precondition) {
        JsonNode tree = json.readTree(patch);
        if (form == PatchForm.JSON && tree instanceof ArrayNode operations) {
            // A failed test is answered like any other fault in the patch, so a stale version is looked for first.
            precondition.check(objects.get(ref));
            operations
                    .insertObject(0)
                    .put("op", "test")
                    .put("path", "/metadata/resourceVersion")
                    .put("value", precondition.resourceVersion());
        } else if (form != PatchForm.JSON && tree instanceof ObjectNode object) {
            ObjectNode metadata =
                    object.get("metadata") instanceof ObjectNode there ? there : object.putObject("metadata");
            metadata.put("resourceVersion", precondition.resourceVersion());
        } else {
            throw ProblemException.badRequest(
                    "malformed-patch",
                    form == PatchForm.JSON ? "A JSON patch is an array." : "A merge patch is an object.");
        }
        return json.writeValueAsString(tree);
    }

    private static <T> T onlyIf(Precondition precondition, Supplier<T> write) {
        try {
            return write.get();
        } catch (KubernetesException.Conflict conflict) {
            if (precondition.isAny() || precondition.resourceVersion().equals(conflict.currentResourceVersion())) {
                throw conflict;
            }
            throw Precondition.failed(conflict.currentResourceVersion(), conflict);
        }
    }

    private static Map<String, Object> placed(ObjectDocument document, Supplier<Map<String, Object>> write) {
        try {
            return write.get();
        } catch (KubernetesException.Invalid invalid) {
            Problem problem = Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "invalid-object",
                            "The object is not valid",
                            String.valueOf(invalid.getMessage()))
                    .withErrors(findings(invalid, document));
            throw new ProblemException(problem, invalid);
        } catch (ExpectationsBrokenException broken) {
            throw BrokenExpectations.at(broken, document);
        }
    }

    /** Of a policy also what is found here, with fixes. */
    private static List<Finding> findings(KubernetesException.Invalid invalid, ObjectDocument document) {
        List<Finding> refused = Findings.of(invalid, document);
        boolean policy =
                ObjectKind.NETWORK_POLICY.kind().equals(document.object().get("kind"));
        return policy ? FindingAnswer.together(refused, PolicyLinter.lint(document, Surroundings.NONE)) : refused;
    }

    /** The object with the name and namespace that the address gives it; refuses other ones. */
    private static Map<String, Object> identified(ObjectRef ref, ObjectDocument document) {
        Map<String, Object> object = new LinkedHashMap<>(document.object());
        agree(document, "apiVersion", object, ref.kind().apiVersion());
        agree(document, "kind", object, ref.kind().kind());
        Map<String, Object> metadata = metadata(object);
        agree(document, "metadata.name", metadata, ref.name());
        if (ref.kind().namespaced()) {
            agree(document, "metadata.namespace", metadata, ref.namespace());
        }
        return object;
    }

    /** The object's metadata, as a map that may be changed. */
    private static Map<String, Object> metadata(Map<String, Object> object) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (object.get("metadata") instanceof Map<?, ?> there) {
            there.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        }
        object.put("metadata", metadata);
        return metadata;
    }

    private static void agree(ObjectDocument document, String field, Map<String, Object> parent, String expected) {
        String key = field.substring(field.lastIndexOf('.') + 1);
        Object value = parent.putIfAbsent(key, expected);
        if (value != null && !Objects.equals(value, expected)) {
            throw ObjectMismatch.of(document, field, String.valueOf(value), expected);
        }
    }
}
