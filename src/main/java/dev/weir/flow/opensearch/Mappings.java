package dev.weir.flow.opensearch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The type of each field of a document; a field that is not here is refused. */
final class Mappings {
    private static final List<String> TEXTS = List.of(
            "node",
            "disposition",
            "direction",
            "protocol",
            "src_ip",
            "dest_ip",
            "src_pod",
            "src_namespace",
            "src_workload_kind",
            "src_workload_name",
            "src_node",
            "src_instance",
            "dest_pod",
            "dest_namespace",
            "dest_workload_kind",
            "dest_workload_name",
            "dest_node",
            "dest_instance",
            "admitting_kinds",
            "admitting_names",
            "admitting_namespaces",
            "isolating_kinds",
            "isolating_names",
            "isolating_namespaces",
            "shadowing_kinds",
            "shadowing_names",
            "shadowing_namespaces",
            "drop_reason");
    private static final List<String> WORDS = List.of("src_ip_key", "dest_ip_key", "pair", "admitting_rules");
    private static final List<String> NUMBERS = List.of(
            "position",
            "spool",
            "sequence",
            "time_ns",
            "last_time_ns",
            "protocol_number",
            "src_port",
            "dest_port",
            "count",
            "would_deny",
            "revision",
            "bytes");

    /** As it is, for whole values and counting, and in lower case, for comparing. */
    private static final Map<String, Object> TEXT = Map.of(
            "type",
            "keyword",
            "fields",
            Map.of("lower", Map.of("type", "keyword", "normalizer", "lower", "doc_values", false)));

    private static final Map<String, Object> WORD = Map.of("type", "keyword");
    private static final Map<String, Object> NUMBER = Map.of("type", "long");
    private static final Map<String, Object> TIME = Map.of("type", "date", "format", "epoch_millis");

    static final Map<String, Object> RECORDS = records();

    static final Map<String, Object> WITHHELD = Map.of(
            "node", WORD,
            "namespace", WORD,
            "second_ns", NUMBER,
            "second_ms", TIME,
            "allowed", NUMBER,
            "denied", NUMBER);

    private Mappings() {}

    private static Map<String, Object> records() {
        Map<String, Object> properties = new LinkedHashMap<>();
        TEXTS.forEach(field -> properties.put(field, TEXT));
        WORDS.forEach(field -> properties.put(field, WORD));
        NUMBERS.forEach(field -> properties.put(field, NUMBER));
        properties.put("time_ms", TIME);
        properties.put("policy_rules", Map.of("type", "object", "enabled", false));
        return properties;
    }
}
