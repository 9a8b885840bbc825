package dev.weir.lint;

import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.PolicyTree;
import dev.weir.document.FieldPath;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import dev.weir.lint.PolicySource.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which fields there are, and which must be. */
final class FieldChecks {
    private static final List<String> SELECTOR = List.of("matchLabels", "matchExpressions");

    private FieldChecks() {}

    static void check(PolicySource source, Surroundings surroundings) {
        expect(source, "apiVersion", ObjectKind.NETWORK_POLICY.apiVersion());
        expect(source, "kind", ObjectKind.NETWORK_POLICY.kind());
        identity(source, surroundings);
        known(
                source,
                new Part(PolicySource.SPEC, source.spec()),
                List.of("podSelector", "policyTypes", "ingress", "egress"));
        if (!source.spec().containsKey("podSelector")) {
            source.note(
                    PolicySource.POD_SELECTOR,
                    "missing-pod-selector",
                    "podSelector is not given, so the policy selects every pod of its namespace.",
                    "Say so with podSelector: {}",
                    new Put(PolicySource.POD_SELECTOR, Map.of()));
        }
        selector(source, PolicySource.POD_SELECTOR, source.spec().get("podSelector"));
        source.forEachRule(
                (direction, rule) -> known(source, rule, List.of(PolicySource.peersField(direction), "ports")));
        source.forEachPort((direction, port) -> known(source, port, List.of("protocol", "port", "endPort")));
        source.forEachPeer((direction, peer) -> peer(source, peer));
    }

    private static void expect(PolicySource source, String field, String wanted) {
        Object found = source.object().get(field);
        if (!wanted.equals(found)) {
            source.error(
                    FieldPath.of(field),
                    "wrong-" + (field.equals("kind") ? "kind" : "api-version"),
                    found == null
                            ? field + " is missing; here it is " + wanted + "."
                            : field + " must be " + wanted + ", not " + found + ".",
                    "Write " + wanted,
                    new Put(FieldPath.of(field), wanted));
        }
    }

    private static void identity(PolicySource source, Surroundings surroundings) {
        Object name = source.metadata().get("name");
        if (name == null || name.toString().isBlank()) {
            source.error(PolicySource.METADATA.field("name"), "missing-name", "A policy needs a name.");
        }
        if (source.metadata().get("namespace") == null) {
            FieldPath path = PolicySource.METADATA.field("namespace");
            String message = "The namespace is not given, so it depends on who applies this.";
            if (surroundings.namespace().isEmpty()) {
                source.note(path, "missing-namespace", message);
            } else {
                source.note(
                        path,
                        "missing-namespace",
                        message,
                        "Write namespace: " + surroundings.namespace(),
                        new Put(path, surroundings.namespace()));
            }
        }
    }

    private static void known(PolicySource source, Part part, List<String> names) {
        for (String name : part.tree().keySet()) {
            if (names.contains(name)) {
                continue;
            }
            FieldPath path = part.path().field(name);
            Optional<String> meant =
                    Nearest.to(name, names).filter(other -> !part.tree().containsKey(other));
            Object value = part.tree().get(name);
            if (meant.isPresent() && value != null) {
                source.error(
                        path,
                        "unknown-field",
                        "There is no field " + name + " here; " + meant.get() + " is meant?",
                        "Rename it to " + meant.get(),
                        new Put(part.path().field(meant.get()), value),
                        new Remove(path));
            } else {
                source.error(path, "unknown-field", "There is no field " + name + " here.");
            }
        }
    }

    private static void selector(PolicySource source, FieldPath path, @Nullable Object value) {
        if (value == null) {
            return;
        }
        known(source, new Part(path, PolicyTree.map(value)), SELECTOR);
        FieldPath expressions = path.field("matchExpressions");
        for (Part one : PolicySource.parts(expressions, PolicyTree.map(value).get("matchExpressions"))) {
            requirement(source, one);
        }
    }

    private static void requirement(PolicySource source, Part requirement) {
        known(source, requirement, List.of("key", "operator", "values"));
        String operator = String.valueOf(requirement.tree().get("operator"));
        boolean values = !PolicySource.list(requirement.tree().get("values")).isEmpty();
        FieldPath path = requirement.path();
        switch (operator) {
            case "In", "NotIn" -> {
                if (!values) {
                    source.error(path.field("values"), "missing-values", operator + " needs at least one value.");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (values) {
                    source.error(
                            path.field("values"),
                            "needless-values",
                            operator + " takes no values.",
                            "Remove the values",
                            new Remove(path.field("values")));
                }
            }
            default ->
                source.error(
                        path.field("operator"),
                        "unknown-operator",
                        "There is no operator " + operator + "; there are In, NotIn, Exists and DoesNotExist.");
        }
    }

    private static void peer(PolicySource source, Part peer) {
        known(source, peer, List.of("podSelector", "namespaceSelector", "ipBlock"));
        selector(source, peer.path().field("podSelector"), peer.tree().get("podSelector"));
        selector(source, peer.path().field("namespaceSelector"), peer.tree().get("namespaceSelector"));
        boolean selects = peer.tree().containsKey("podSelector") || peer.tree().containsKey("namespaceSelector");
        if (peer.tree().containsKey("ipBlock") && selects) {
            source.error(
                    peer.path(),
                    "block-beside-selector",
                    "A peer is an ipBlock or a selector, not both; two peers of one rule are joined by “or”.");
        } else if (!peer.tree().containsKey("ipBlock") && !selects) {
            source.error(peer.path(), "empty-peer", "A peer needs a podSelector, a namespaceSelector or an ipBlock.");
        }
    }
}
