package dev.weir.flow.opensearch;

import tools.jackson.databind.JsonNode;

/** What the cluster said. */
record Answer(int status, JsonNode body) {
    boolean isSuccess() {
        return status < 300;
    }

    boolean isConflict() {
        return status == 409;
    }

    boolean isMissing() {
        return status == 404;
    }
}
