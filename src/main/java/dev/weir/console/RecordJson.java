package dev.weir.console;

import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.PeerParts;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A record as its line in the node's file, indented for reading. */
final class RecordJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RecordJson() {}

    static String write(StoredRecord stored) {
        FlowRecord record = stored.record();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("connection", connection(record));
        line.put("disposition", RecordWords.disposition(record.verdict()));
        boolean allowed = record.verdict() == Verdict.ALLOWED;
        List<Map<String, Object>> policies =
                record.policies().stream().map(RecordJson::policy).toList();
        if (allowed && !policies.isEmpty()) {
            line.put("policies", policies);
        }
        line.put("src", peer(record.source()));
        line.put("dest", peer(record.destination()));
        line.put("count", record.count());
        line.put("node_name", stored.node());
        line.put("timestamp", record.time().toString());
        if (!allowed && !policies.isEmpty()) {
            line.put("weir", Map.of("isolated_by", policies));
        }
        return JSON.writeValueAsString(line);
    }

    private static Map<String, Object> connection(FlowRecord record) {
        FlowRecord.Connection connection = record.connection();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("src_ip", connection.source().toString());
        fields.put("dest_ip", connection.destination().toString());
        putPort(fields, "src_port", connection.sourcePort());
        putPort(fields, "dest_port", connection.destinationPort());
        fields.put("protocol", RecordWords.protocol(connection.protocol()));
        fields.put("direction", record.direction().label());
        return fields;
    }

    private static void putPort(Map<String, Object> fields, String name, int port) {
        if (port != 0) {
            fields.put(name, port);
        }
    }

    private static Map<String, Object> policy(PolicyMatch match) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", match.kind());
        fields.put("name", match.policy().name());
        fields.put("namespace", match.policy().namespace());
        return fields;
    }

    private static Map<String, Object> peer(FlowPeer peer) {
        PeerParts parts = PeerParts.of(peer);
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "pod_name", parts.pod());
        put(fields, "workload_kind", parts.workloadKind());
        put(fields, "workload_name", parts.workloadName());
        put(fields, "pod_namespace", parts.namespace());
        put(fields, "namespace", parts.namespace());
        if (parts.pod() == null) {
            put(fields, "node_name", parts.node());
        }
        put(fields, "instance", parts.instance());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
