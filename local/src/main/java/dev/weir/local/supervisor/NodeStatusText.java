package dev.weir.local.supervisor;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns what the server's REST API says about a node into a part of the status. */
final class NodeStatusText {

    /** A revision on its way is no fault. */
    private static final Set<String> WELL = Set.of("UpToDate", "Applying");

    private NodeStatusText() {}

    /**
     * Adds state, revision and pods to {@code node}; answers whether the node's daemon enforces what the server wants.
     *
     * @param reported the body of {@code GET /api/v1/nodes/NAME}; empty when there was no answer
     */
    static boolean describe(Optional<JsonNode> reported, ObjectNode node) {
        if (reported.isEmpty()) {
            node.put("reason", "the server does not answer, or does not know this node");
            return false;
        }
        JsonNode answer = reported.get();
        JsonNode endpoints = answer.path("report").path("endpoints");
        String state = answer.path("state").path("status").asString("");
        node.put("state", state);
        node.put("revision", answer.path("appliedRevision").asLong());
        node.put("pods", endpoints.size());
        node.put("programmed", (int) endpoints
                .valueStream()
                .filter(endpoint -> endpoint.path("programmed").asBoolean())
                .count());
        String reason = answer.path("state").path("reason").asString("");
        if (!WELL.contains(state)) {
            node.put("reason", reason.isEmpty() ? state : reason);
            node.put("action", answer.path("state").path("action").asString(""));
        }
        return WELL.contains(state);
    }
}
