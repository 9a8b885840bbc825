package dev.weir.local.api.print;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which columns each kind shows: those of a Kubernetes API server. */
final class Columns {

    private static final Column NAME = text("Name", object -> Json.text(object, "metadata", "name"));
    private static final Column AGE = new Column(
            "Age",
            "string",
            false,
            (object, now) -> string(Age.since(Json.text(object, "metadata", "creationTimestamp"), now)));

    private static final Map<String, List<Column>> OF_KIND = Map.ofEntries(
            Map.entry("Pod", PodColumns.ALL),
            Map.entry("Node", NodeColumns.ALL),
            Map.entry("Service", ServiceColumns.ALL),
            Map.entry("Event", EventColumns.ALL),
            Map.entry("Namespace", List.of(NAME, text("Status", object -> Json.text(object, "status", "phase")), AGE)),
            Map.entry(
                    "ConfigMap",
                    List.of(
                            NAME,
                            number(
                                    "Data",
                                    object -> Json.map(object, "data").size()
                                            + Json.map(object, "binaryData").size()),
                            AGE)),
            Map.entry(
                    "Secret",
                    List.of(
                            NAME,
                            text("Type", object -> Json.text(object, "type")),
                            number("Data", object -> Json.map(object, "data").size()),
                            AGE)),
            Map.entry(
                    "ServiceAccount",
                    List.of(
                            NAME,
                            number(
                                    "Secrets",
                                    object -> Json.list(object, "secrets").size()),
                            AGE)),
            Map.entry(
                    "NetworkPolicy",
                    List.of(
                            NAME,
                            text("Pod-Selector", object -> selector(Json.map(object, "spec", "podSelector"))),
                            AGE)),
            Map.entry(
                    "Lease", List.of(NAME, text("Holder", object -> Json.text(object, "spec", "holderIdentity")), AGE)),
            Map.entry(
                    "EndpointSlice",
                    List.of(
                            NAME,
                            text("AddressType", object -> Json.text(object, "addressType")),
                            text("Ports", Columns::slicePorts),
                            text("Endpoints", Columns::sliceEndpoints),
                            AGE)),
            Map.entry(
                    "CustomResourceDefinition",
                    List.of(NAME, text("Created At", object -> Json.text(object, "metadata", "creationTimestamp")))));

    private Columns() {}

    static List<Column> of(ResourceType type) {
        List<Column> known = OF_KIND.get(type.kind());
        if (known != null && type.schema().rules() == null) {
            return known;
        }
        List<Column> columns = new ArrayList<>();
        columns.add(NAME);
        for (JsonNode column : type.columns()) {
            columns.add(custom(column));
        }
        if (type.columns().isEmpty()) {
            columns.add(AGE);
        }
        return columns;
    }

    private static Column custom(JsonNode column) {
        String[] path = Json.text(column, "jsonPath").replaceFirst("^\\.", "").split("\\.", -1);
        boolean date = Json.text(column, "type").equals("date");
        boolean wide = Json.number(column, "priority") > 0;
        return new Column(Json.text(column, "name"), Json.text(column, "type"), wide, (object, now) -> {
            JsonNode value = Json.at(object, path);
            if (value == null) {
                return JsonNodeFactory.instance.nullNode();
            }
            return date ? string(Age.since(value.asString(""), now)) : value;
        });
    }

    static Column name() {
        return NAME;
    }

    static Column age() {
        return AGE;
    }

    static Column text(String name, Function<ObjectNode, String> cell) {
        return new Column(name, "string", false, (object, now) -> string(cell.apply(object)));
    }

    static Column wide(String name, Function<ObjectNode, String> cell) {
        return new Column(name, "string", true, (object, now) -> string(cell.apply(object)));
    }

    static Column number(String name, Function<ObjectNode, Integer> cell) {
        return new Column(
                name,
                "integer",
                false,
                (object, now) ->
                        JsonNodeFactory.instance.numberNode(cell.apply(object).intValue()));
    }

    static JsonNode string(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    /** A label selector as kubectl writes it: {@code app=web,tier in (a,b)}. */
    static String selector(ObjectNode selector) {
        Stream<String> labels = Json.map(selector, "matchLabels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asString(""))
                .sorted();
        Stream<String> expressions =
                Json.list(selector, "matchExpressions").valueStream().map(Columns::requirement);
        return orNone(Stream.concat(labels, expressions).collect(Collectors.joining(",")));
    }

    private static String requirement(JsonNode requirement) {
        String key = Json.text(requirement, "key");
        String values = Json.list(requirement, "values")
                .valueStream()
                .map(value -> value.asString(""))
                .sorted()
                .collect(Collectors.joining(","));
        return switch (Json.text(requirement, "operator")) {
            case "In" -> key + " in (" + values + ")";
            case "NotIn" -> key + " notin (" + values + ")";
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }

    private static String slicePorts(ObjectNode slice) {
        List<String> ports = Json.list(slice, "ports")
                .valueStream()
                .map(port -> Json.at(port, "port") == null ? "*" : Long.toString(Json.number(port, "port")))
                .toList();
        return ports.isEmpty() ? "<unset>" : few(ports);
    }

    private static String sliceEndpoints(ObjectNode slice) {
        List<String> addresses = new ArrayList<>();
        Json.list(slice, "endpoints")
                .forEach(endpoint ->
                        Json.list(endpoint, "addresses").forEach(address -> addresses.add(address.asString(""))));
        return addresses.isEmpty() ? "<unset>" : few(addresses);
    }

    private static String few(List<String> all) {
        int shown = 3;
        String first = String.join(",", all.subList(0, Math.min(shown, all.size())));
        return all.size() > shown ? first + " + " + (all.size() - shown) + " more..." : first;
    }
}
