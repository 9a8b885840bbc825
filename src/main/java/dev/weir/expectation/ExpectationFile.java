package dev.weir.expectation;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyTree;
import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import dev.weir.document.Position;
import dev.weir.lint.PolicyLinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents of a file that is not applied yet: policies, and expectations of them as documents of their own.
 *
 * @param policies those that can be read
 * @param expectations those that can be read
 * @param findings of expectations that cannot be read, by document
 */
record ExpectationFile(
        Map<Integer, NetworkPolicy> policies,
        Map<Integer, Expected> expectations,
        Map<Integer, List<Finding>> findings) {
    static final String API_VERSION = "weir.dev/v1";
    static final String KIND = "Expectation";
    private static final String SENTENCE = "spec.expect";

    /** @param name as the document has it, for the sentences */
    record Expected(String namespace, String name, Claim claim) {}

    static boolean isExpectation(ObjectDocument document) {
        return KIND.equals(document.object().get("kind"));
    }

    /** @param namespace of documents that do not say theirs */
    static ExpectationFile read(List<ObjectDocument> documents, String namespace) {
        ExpectationFile file = new ExpectationFile(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (int i = 0; i < documents.size(); i++) {
            int place = i;
            ObjectDocument document = documents.get(i);
            if (isExpectation(document)) {
                List<Finding> findings = new ArrayList<>();
                expected(document, namespace, findings).ifPresent(one -> file.expectations.put(place, one));
                file.findings.put(place, findings);
            } else {
                // What cannot be read is a finding of the linter.
                PolicyLinter.policy(document, namespace).ifPresent(one -> file.policies.put(place, one));
            }
        }
        return file;
    }

    private static Optional<Expected> expected(ObjectDocument document, String otherwise, List<Finding> findings) {
        Map<String, Object> metadata = PolicyTree.map(document.object().get("metadata"));
        if (!API_VERSION.equals(document.object().get("apiVersion"))) {
            findings.add(finding(document, "apiVersion", "apiVersion is " + API_VERSION + ".", "invalid-value"));
        }
        String namespace = metadata.get("namespace") instanceof String own ? own : otherwise;
        String name = metadata.get("name") instanceof String own ? own : "";
        if (name.isEmpty()) {
            findings.add(finding(document, "metadata.name", "metadata.name is missing.", "missing-field"));
        }
        try {
            Claim claim = ClaimFields.read(PolicyTree.map(document.object().get("spec")))
                    .claim(namespace);
            return Optional.of(new Expected(namespace, name, claim));
        } catch (ClaimException wrong) {
            findings.add(unreadable(document, wrong));
            return Optional.empty();
        }
    }

    private static Finding unreadable(ObjectDocument document, ClaimException wrong) {
        boolean sentence = wrong.field().isEmpty();
        String field = sentence ? SENTENCE : "spec." + wrong.field();
        Position value = document.position(field);
        Position at = sentence && value != null ? letter(document, value, wrong.column()) : value;
        return new Finding(field, wrong.problem(), "unreadable-expectation", at == null ? document.position() : at);
    }

    /** Of a sentence on one line the letter is known; a quote before it is no part of the sentence. */
    private static Position letter(ObjectDocument document, Position value, int column) {
        if (value.line() != value.endLine()) {
            return value;
        }
        Object text = PolicyTree.map(document.object().get("spec")).get("expect");
        int quotes = value.endColumn() - value.column() - String.valueOf(text).length();
        int start = Math.min(value.column() + Math.max(0, quotes) / 2 + column - 1, value.endColumn() - 1);
        return new Position(value.line(), start, value.line(), value.endColumn());
    }

    private static Finding finding(ObjectDocument document, String field, String message, String code) {
        Position position = document.position(field);
        return new Finding(field, message, code, position == null ? document.position() : position);
    }
}
