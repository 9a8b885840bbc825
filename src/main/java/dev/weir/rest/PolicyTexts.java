package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.Documents;
import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads NetworkPolicies from text and lets the Kubernetes API validate them, in a dry run. */
@Component
final class PolicyTexts {
    private final ObjectEditor editor;
    private final ClusterView cluster;

    PolicyTexts(ObjectEditor editor, ClusterView cluster) {
        this.editor = editor;
        this.cluster = cluster;
    }

    /** @param field of the request in which the text stands; problems name it, and the line and column in the text */
    List<NetworkPolicy> validated(String text, String field) {
        try {
            return Documents.parse(text).stream().map(this::validated).toList();
        } catch (DocumentSyntaxException wrong) {
            String message = String.valueOf(wrong.getMessage());
            Problem problem = Problem.of(
                            HttpStatus.BAD_REQUEST, "malformed-document", "The document cannot be read", message)
                    .withErrors(List.of(new Finding(field, message, "syntax", wrong.position())));
            throw new ProblemException(problem, wrong);
        }
    }

    private NetworkPolicy validated(ObjectDocument document) {
        ObjectRef ref = new ObjectRef(
                ObjectKind.NETWORK_POLICY, needed(document, "metadata.namespace"), needed(document, "metadata.name"));
        Map<String, Object> object = cluster.current().policy(new PolicyRef(ref.namespace(), ref.name())) == null
                ? editor.create(ref, document, WriteOptions.DRY_RUN)
                : editor.replace(ref, document, Precondition.required("*"), WriteOptions.DRY_RUN);
        try {
            return PolicyTree.read(object);
        } catch (IllegalArgumentException notUnderstood) {
            String message = "This version does not understand it: " + notUnderstood.getMessage() + ".";
            throw new ProblemException(
                    refused(document, "spec", "not-understood", message).problem(), notUnderstood);
        }
    }

    private static String needed(ObjectDocument document, String field) {
        String value = ObjectAnswers.metadata(document.object(), field.substring(field.indexOf('.') + 1));
        if (value.isEmpty()) {
            throw refused(document, field, "missing-field", field + " is missing.");
        }
        return value;
    }

    private static ProblemException refused(ObjectDocument document, String field, String code, String message) {
        return new ProblemException(
                Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-object", "The object is not valid", message)
                        .withErrors(List.of(new Finding(field, message, code, document.position(field)))));
    }
}
