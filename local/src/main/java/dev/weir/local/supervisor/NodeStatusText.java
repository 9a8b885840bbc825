package dev.weir.local.supervisor;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one node out of what the server's REST API says about all. */
record NodeStatusText(JsonNode reported) {

    /** Adds revision and pods to {@code node}; answers whether the node enforces the newest revision. */
    boolean describe(String name, ObjectNode node) {
        for (JsonNode item : reported.path("items")) {
            if (item.path("name").asString("").equals(name)) {
                return describe(item, node);
            }
        }
        node.put("reason", reported.isNull() ? "the server does not answer" : "the server does not know this node");
        return false;
    }

    private static boolean describe(JsonNode item, ObjectNode node) {
        node.put("state", item.path("state").asString(""));
        node.put("revision", item.path("revision").asLong());
        node.put("pods", item.path("pods").asInt());
        node.put("programmed", item.path("programmed").asInt());
        return item.path("state").asString("").equals("UP_TO_DATE");
    }
}
