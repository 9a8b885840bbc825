package dev.weir.local.api.print;

import dev.weir.local.api.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The columns of nodes. */
final class NodeColumns {

    private static final String ROLE = "node-role.kubernetes.io/";

    static final List<Column> ALL = List.of(
            Columns.name(),
            Columns.text("Status", NodeColumns::status),
            Columns.text("Roles", NodeColumns::roles),
            Columns.age(),
            Columns.text("Version", node -> Json.text(node, "status", "nodeInfo", "kubeletVersion")),
            Columns.wide("Internal-IP", node -> address(node, "InternalIP")),
            Columns.wide("External-IP", node -> address(node, "ExternalIP")),
            Columns.wide("OS-Image", node -> known(Json.text(node, "status", "nodeInfo", "osImage"))),
            Columns.wide("Kernel-Version", node -> known(Json.text(node, "status", "nodeInfo", "kernelVersion"))),
            Columns.wide(
                    "Container-Runtime",
                    node -> known(Json.text(node, "status", "nodeInfo", "containerRuntimeVersion"))));

    private NodeColumns() {}

    private static String status(ObjectNode node) {
        String status = "Unknown";
        for (JsonNode condition : Json.list(node, "status", "conditions")) {
            if (Json.text(condition, "type").equals("Ready")) {
                status = Json.text(condition, "status").equals("True") ? "Ready" : "NotReady";
            }
        }
        return Json.flag(node, "spec", "unschedulable") ? status + ",SchedulingDisabled" : status;
    }

    private static String roles(ObjectNode node) {
        String roles = Json.map(node, "metadata", "labels").propertyNames().stream()
                .filter(label -> label.startsWith(ROLE) && label.length() > ROLE.length())
                .map(label -> label.substring(ROLE.length()))
                .sorted()
                .collect(Collectors.joining(","));
        return Columns.orNone(roles);
    }

    private static String address(ObjectNode node, String type) {
        return Json.list(node, "status", "addresses")
                .valueStream()
                .filter(address -> Json.text(address, "type").equals(type))
                .map(address -> Json.text(address, "address"))
                .findFirst()
                .orElse("<none>");
    }

    private static String known(String text) {
        return text.isEmpty() ? "<unknown>" : text;
    }
}
