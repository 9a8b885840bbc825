package dev.weir.flow.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which fields a name means: the record's own path, a short form, a name for either side, or a field of Cloud Logging's envelope. */
final class FieldNames {
    private static final String PAYLOAD = "jsonPayload.";
    private static final Map<String, Target> TARGETS = targets();

    private FieldNames() {}

    sealed interface Target {
        List<RecordField> fields();
    }

    /** One field, or several that are meant alike. */
    private record Fields(List<RecordField> fields) implements Target {}

    /**
     * A field of Cloud Logging's envelope. It is accepted so that GKE's documented queries can be pasted; there is one log, of one
     * cluster, so it either holds for all records or for none.
     */
    record Folded(String path, FoldedKind kind) implements Target {
        @Override
        public List<RecordField> fields() {
            return List.of();
        }

        Condition compare(String operator, String value) {
            boolean same = switch (kind) {
                case RESOURCE_TYPE -> value.equalsIgnoreCase("k8s_node");
                case LOG_NAME -> value.endsWith("/logs/policy-action") || value.equals("policy-action");
                case UNKNOWN_HERE -> true;
            };
            boolean holds = kind == FoldedKind.UNKNOWN_HERE || same != operator.startsWith("!");
            return new Condition.Constant(holds, path + operator + Sentence.quoted(value));
        }
    }

    enum FoldedKind {
        RESOURCE_TYPE,
        LOG_NAME,
        UNKNOWN_HERE
    }

    static Optional<Target> resolve(String name) {
        String path = name.startsWith(PAYLOAD) ? name.substring(PAYLOAD.length()) : name;
        Target target = TARGETS.get(path);
        if (target == null && path.startsWith("resource.labels.")) {
            target = new Folded(path, FoldedKind.UNKNOWN_HERE);
        }
        return Optional.ofNullable(target);
    }

    static String remedy(String name) {
        String path = name.startsWith(PAYLOAD) ? name.substring(PAYLOAD.length()) : name;
        if (path.contains("label")) {
            return "Labels are not part of a record; filter by pod, namespace or workload.";
        }
        String nearest = TARGETS.keySet().stream()
                .min((a, b) -> Integer.compare(distance(a, path), distance(b, path)))
                .orElseThrow();
        if (distance(nearest, path) <= Math.max(2, path.length() / 3)) {
            return "Did you mean " + nearest + "?";
        }
        return "Fields are disposition, connection.*, src.*, dest.*, policies.*, isolated_by.*, shadow.*, count, node_name and timestamp.";
    }

    private static Map<String, Target> targets() {
        Map<String, Target> targets = new HashMap<>();
        for (RecordField field : RecordField.values()) {
            targets.put(field.path(), new Fields(List.of(field)));
        }
        shortForms().forEach((alias, path) -> targets.put(alias, target(targets, path)));
        sides().forEach((alias, part) -> {
            targets.put("src." + alias, target(targets, "src." + part));
            targets.put("dest." + alias, target(targets, "dest." + part));
            targets.put(alias, any(targets, "src." + part, "dest." + part));
        });
        targets.put("ip", any(targets, "connection.src_ip", "connection.dest_ip"));
        targets.put("port", any(targets, "connection.src_port", "connection.dest_port"));
        targets.put("policy", any(targets, "policies.name", "weir.isolated_by.name", "weir.shadow.name"));
        targets.put("resource.type", new Folded("resource.type", FoldedKind.RESOURCE_TYPE));
        targets.put("logName", new Folded("logName", FoldedKind.LOG_NAME));
        return Map.copyOf(targets);
    }

    private static Map<String, String> shortForms() {
        Map<String, String> forms = new HashMap<>(Map.of(
                "verdict", "disposition",
                "direction", "connection.direction",
                "protocol", "connection.protocol",
                "src_ip", "connection.src_ip",
                "dest_ip", "connection.dest_ip",
                "src_port", "connection.src_port",
                "dest_port", "connection.dest_port",
                "time", "timestamp",
                "resource.labels.node_name", "node_name"));
        forms.putAll(Map.of(
                "src.ip", "connection.src_ip",
                "dest.ip", "connection.dest_ip",
                "src.port", "connection.src_port",
                "dest.port", "connection.dest_port"));
        for (String part : List.of("name", "namespace", "kind")) {
            forms.put("isolated_by." + part, "weir.isolated_by." + part);
            forms.put("shadow." + part, "weir.shadow." + part);
            forms.put("derived.isolating." + part, "weir.isolated_by." + part);
        }
        return forms;
    }

    /** Names that are short for one part of a side, and alone mean either side. */
    private static Map<String, String> sides() {
        return Map.of(
                "pod", "pod_name",
                "pod_name", "pod_name",
                "ns", "namespace",
                "namespace", "namespace",
                "pod_namespace", "namespace",
                "workload", "workload_name",
                "workload_name", "workload_name",
                "workload_kind", "workload_kind",
                "instance", "instance");
    }

    private static Target target(Map<String, Target> targets, String path) {
        return Objects.requireNonNull(targets.get(path), path);
    }

    private static Target any(Map<String, Target> targets, String... paths) {
        List<RecordField> fields = new ArrayList<>();
        for (String path : paths) {
            fields.addAll(target(targets, path).fields());
        }
        return new Fields(List.copyOf(fields));
    }

    /** How many letters must be changed to make one of the other (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
