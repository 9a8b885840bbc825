package dev.weir.local.api.print;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ResourceType;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as {@code Table}, the form in which {@code kubectl get} prints them. */
public final class Tables {

    private final List<Column> columns;
    private final String include;
    private final Instant now;

    /** Tables of objects of this type; {@code include} says what of an object goes with its row: None, Metadata or Object. */
    public Tables(ResourceType type, String include, Instant now) {
        this.columns = Columns.of(type);
        this.include = include;
        this.now = now;
    }

    public ObjectNode of(List<ObjectNode> objects, long revision, boolean withColumns) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", Long.toString(revision));
        ArrayNode definitions = table.putArray("columnDefinitions");
        if (withColumns) {
            columns.forEach(column -> define(definitions.addObject(), column));
        }
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            columns.forEach(column -> cells.add(column.cell().apply(object, now)));
            addObject(row, object);
        }
        return table;
    }

    private static void define(ObjectNode definition, Column column) {
        definition.put("name", column.name()).put("type", column.type());
        definition.put("format", column.name().equals("Name") ? "name" : "").put("description", column.name());
        definition.put("priority", column.wide() ? 1 : 0);
    }

    private void addObject(ObjectNode row, ObjectNode object) {
        switch (include) {
            case "None" -> {}
            case "Object" -> row.set("object", object);
            default -> {
                ObjectNode partial = row.putObject("object");
                partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
                partial.set("metadata", Json.map(object, "metadata"));
            }
        }
    }
}
