package dev.weir.local.api.print;

import dev.weir.local.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The columns of services. */
final class ServiceColumns {

    static final List<Column> ALL = List.of(
            Columns.name(),
            Columns.text("Type", service -> Json.text(service, "spec", "type")),
            Columns.text("Cluster-IP", service -> Columns.orNone(Json.text(service, "spec", "clusterIP"))),
            Columns.text("External-IP", ServiceColumns::external),
            Columns.text("Port(s)", ServiceColumns::ports),
            Columns.age(),
            Columns.wide("Selector", ServiceColumns::selector));

    private ServiceColumns() {}

    private static String external(ObjectNode service) {
        List<String> addresses = new ArrayList<>();
        String type = Json.text(service, "spec", "type");
        if (type.equals("ExternalName")) {
            return Json.text(service, "spec", "externalName");
        }
        for (JsonNode ingress : Json.list(service, "status", "loadBalancer", "ingress")) {
            addresses.add(Json.text(ingress, "ip") + Json.text(ingress, "hostname"));
        }
        Json.list(service, "spec", "externalIPs").forEach(address -> addresses.add(address.asString("")));
        if (addresses.isEmpty()) {
            return type.equals("LoadBalancer") ? "<pending>" : "<none>";
        }
        return String.join(",", addresses);
    }

    private static String ports(ObjectNode service) {
        String ports = Json.list(service, "spec", "ports")
                .valueStream()
                .map(port -> {
                    long node = Json.number(port, "nodePort");
                    return Json.number(port, "port") + (node > 0 ? ":" + node : "") + "/" + Json.text(port, "protocol");
                })
                .collect(Collectors.joining(","));
        return Columns.orNone(ports);
    }

    private static String selector(ObjectNode service) {
        ObjectNode labels = Json.object();
        labels.set("matchLabels", Json.map(service, "spec", "selector"));
        return Columns.selector(labels);
    }
}
