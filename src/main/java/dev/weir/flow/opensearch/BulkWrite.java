package dev.weir.flow.opensearch;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Documents on their way into the cluster, each at most once: one that is there already is left as it is, which is a success. When the cluster is
 * busy, those that it refused are not counted as written; the whole fails and is sent again by whoever has the records.
 */
final class BulkWrite {
    private static final int TOO_MANY_REQUESTS = 429;

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    /** Adds a document unless there is one of that identity. */
    void create(String index, String id, Object document) {
        line(Map.of("create", Map.of("_index", index, "_id", id)));
        line(document);
    }

    /** Adds a document, or replaces one whose version is not newer. */
    void replaceOlder(String index, String id, long version, Object document) {
        Map<String, Object> action = new LinkedHashMap<>();
        action.put("_index", index);
        action.put("_id", id);
        action.put("version", version);
        action.put("version_type", "external_gte");
        line(Map.of("index", action));
        line(document);
    }

    private void line(Object value) {
        lines.writeBytes(Requests.JSON.writeValueAsBytes(value));
        lines.write('\n');
    }

    /** Returns when everything is durable, and can be found if wanted. */
    void send(Requests requests, boolean findable) {
        Answer answer = requests.sendLines("/_bulk" + (findable ? "?refresh=wait_for" : ""), lines.toByteArray());
        if (!answer.isSuccess()) {
            throw Refusal.of(answer);
        }
        if (answer.body().path("errors").asBoolean()) {
            refuseUnlessThere(answer.body().path("items"));
        }
    }

    /** Of several faults the first that is not just "busy" says most. */
    private static void refuseUnlessThere(JsonNode items) {
        JsonNode busy = null;
        for (JsonNode item : items) {
            JsonNode result = item.iterator().next();
            int status = result.path("status").asInt();
            if (status == TOO_MANY_REQUESTS && !isBlock(result)) {
                busy = result;
            } else if (status >= 300 && status != 409) {
                throw Refusal.of(status, result.path("error"));
            }
        }
        if (busy != null) {
            throw Refusal.of(TOO_MANY_REQUESTS, busy.path("error"));
        }
    }

    private static boolean isBlock(JsonNode result) {
        return result.path("error").path("type").asString("").equals("cluster_block_exception");
    }
}
