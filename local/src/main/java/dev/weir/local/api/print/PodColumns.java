package dev.weir.local.api.print;

import dev.weir.local.api.json.Json;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The columns of pods. */
final class PodColumns {

    static final List<Column> ALL = List.of(
            Columns.name(),
            Columns.text("Ready", PodColumns::ready),
            Columns.text("Status", PodColumns::status),
            new Column("Restarts", "string", false, (pod, now) -> Columns.string(restarts(pod, now))),
            Columns.age(),
            Columns.wide("IP", pod -> Columns.orNone(Json.text(pod, "status", "podIP"))),
            Columns.wide("Node", pod -> Columns.orNone(Json.text(pod, "spec", "nodeName"))),
            Columns.wide("Nominated Node", pod -> Columns.orNone(Json.text(pod, "status", "nominatedNodeName"))),
            Columns.wide("Readiness Gates", PodColumns::gates));

    private PodColumns() {}

    private static String ready(ObjectNode pod) {
        long ready = Json.list(pod, "status", "containerStatuses")
                .valueStream()
                .filter(container -> Json.flag(container, "ready"))
                .count();
        return ready + "/" + Json.list(pod, "spec", "containers").size();
    }

    private static String status(ObjectNode pod) {
        if (Json.at(pod, "metadata", "deletionTimestamp") != null) {
            return "Terminating";
        }
        String reason = Json.text(pod, "status", "reason");
        String status = reason.isEmpty() ? Json.text(pod, "status", "phase") : reason;
        for (JsonNode container : Json.list(pod, "status", "containerStatuses")) {
            for (String state : List.of("waiting", "terminated")) {
                String why = Json.text(container, "state", state, "reason");
                if (!why.isEmpty()) {
                    status = why;
                }
            }
        }
        return status;
    }

    private static String restarts(ObjectNode pod, Instant now) {
        long restarts = 0;
        String last = "";
        for (JsonNode container : Json.list(pod, "status", "containerStatuses")) {
            restarts += Json.number(container, "restartCount");
            String finished = Json.text(container, "lastState", "terminated", "finishedAt");
            last = finished.compareTo(last) > 0 ? finished : last;
        }
        return restarts > 0 && !last.isEmpty()
                ? restarts + " (" + Age.since(last, now) + " ago)"
                : Long.toString(restarts);
    }

    private static String gates(ObjectNode pod) {
        ArrayNode gates = Json.list(pod, "spec", "readinessGates");
        if (gates.isEmpty()) {
            return "<none>";
        }
        long met = gates.valueStream()
                .filter(gate -> Json.list(pod, "status", "conditions")
                        .valueStream()
                        .anyMatch(condition -> Json.text(condition, "type").equals(Json.text(gate, "conditionType"))
                                && Json.text(condition, "status").equals("True")))
                .count();
        return met + "/" + gates.size();
    }
}
