package dev.weir.document;

import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.PolicyRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of NetworkPolicies as people keep them: YAML documents one after the other, lists of them, or JSON. What is no NetworkPolicy is a
 * finding and not an error, so that all that is wrong with a file is said at once.
 */
public record PolicyFile(List<Entry> entries) {
    private static final List<String> LISTS = List.of("List", "NetworkPolicyList");

    public PolicyFile {
        entries = List.copyOf(entries);
    }

    /**
     * One policy of the file.
     *
     * @param document its place in the file, from 0
     * @param policy null when it does not say which
     * @param findings what is wrong with it before any server is asked
     */
    public record Entry(
            int document,
            @Nullable PolicyRef policy,
            Map<String, Object> object,
            Origin origin,
            List<Finding> findings) {
        public Entry {
            findings = List.copyOf(findings);
        }

        public int line() {
            Position position = origin.position("kind");
            return position == null ? 1 : position.line();
        }
    }

    /** Where the fields of a policy stand. */
    public record Origin(ObjectDocument document, String prefix) {

        /** Null when the field is not in the text. */
        public @Nullable Position position(String field) {
            return document.position(field.isEmpty() ? prefix : prefix.isEmpty() ? field : prefix + "." + field);
        }
    }

    /** Throws {@link DocumentSyntaxException} for what is not YAML. */
    public static PolicyFile read(String text) {
        List<Entry> entries = new ArrayList<>();
        List<ObjectDocument> documents = Documents.parse(text);
        Set<PolicyRef> seen = new HashSet<>();
        for (int i = 0; i < documents.size(); i++) {
            ObjectDocument document = documents.get(i);
            if (document.object().get("items") instanceof List<?> items
                    && LISTS.contains(String.valueOf(document.object().get("kind")))) {
                for (int item = 0; item < items.size(); item++) {
                    entries.add(entry(i, map(items.get(item)), new Origin(document, "items[" + item + "]"), seen));
                }
            } else {
                entries.add(entry(i, document.object(), new Origin(document, ""), seen));
            }
        }
        return new PolicyFile(entries);
    }

    private static Entry entry(int document, Map<String, Object> object, Origin origin, Set<PolicyRef> seen) {
        List<Finding> findings = new ArrayList<>();
        expect("apiVersion", ObjectKind.NETWORK_POLICY.apiVersion(), object, origin, findings);
        expect("kind", ObjectKind.NETWORK_POLICY.kind(), object, origin, findings);
        Map<String, Object> metadata = map(object.get("metadata"));
        String namespace = needed("namespace", metadata, origin, findings);
        String name = needed("name", metadata, origin, findings);
        PolicyRef policy = namespace.isEmpty() || name.isEmpty() ? null : new PolicyRef(namespace, name);
        if (policy != null && !seen.add(policy)) {
            findings.add(finding("metadata.name", "The policy " + policy + " is in this file twice.", "twice", origin));
        }
        return new Entry(document, policy, object, origin, findings);
    }

    private static void expect(
            String field, String wanted, Map<String, Object> object, Origin origin, List<Finding> findings) {
        if (!wanted.equals(object.get(field))) {
            findings.add(finding(
                    field,
                    field + " is " + wanted + " in a file of NetworkPolicies, not " + object.get(field) + ".",
                    "other-kind",
                    origin));
        }
    }

    private static String needed(String key, Map<String, Object> metadata, Origin origin, List<Finding> findings) {
        if (metadata.get(key) instanceof String value && !value.isBlank()) {
            return value;
        }
        String why = key.equals("name") && metadata.containsKey("generateName")
                ? "generateName is refused: applying the file again would make another policy each time. Give metadata.name."
                : "metadata." + key + " is missing.";
        findings.add(finding("metadata." + key, why, "missing-field", origin));
        return "";
    }

    private static Finding finding(String field, String message, String code, Origin origin) {
        return new Finding(field, message, code, origin.position(field));
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> there) {
            there.forEach((key, entry) -> copy.put(String.valueOf(key), entry));
        }
        return copy;
    }
}
