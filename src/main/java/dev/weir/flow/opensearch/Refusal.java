package dev.weir.flow.opensearch;

import dev.weir.flow.store.RecordStoreException;
import tools.jackson.databind.JsonNode;

/** Tells why the cluster refused something, in terms of the port. */
final class Refusal {
    private static final int TOO_MANY_REQUESTS = 429;

    private Refusal() {}

    static RecordStoreException of(Answer answer) {
        return of(answer.status(), answer.body().path("error"));
    }

    /** A write that failed, alone or within a bulk. */
    static RecordStoreException of(int status, JsonNode error) {
        String type = cause(error).path("type").asString("");
        String reason = cause(error).path("reason").asString(error.toString());
        if (type.equals("cluster_block_exception")) {
            return new RecordStoreException.Full("OpenSearch takes no more records: " + reason);
        }
        if (type.contains("too_many_buckets") || type.equals("circuit_breaking_exception")) {
            return new RecordStoreException.TooMuch(
                    "The search asks for too much; choose a shorter time or a narrower filter.");
        }
        if (status == TOO_MANY_REQUESTS) {
            return new RecordStoreException.Busy("OpenSearch is busy; try again in a moment.");
        }
        return new RecordStoreException.Failed("OpenSearch answered " + status + " " + type + ": " + reason);
    }

    /** Of a failed search it is a cause further down that says why. */
    private static JsonNode cause(JsonNode error) {
        JsonNode root = error.path("root_cause").path(0);
        return root.isMissingNode() ? error : root;
    }
}
