package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.print.Tables;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The form in which a client wants objects: as they are, as a table, or their metadata only. */
final class Representation {

    private enum Form {
        OBJECTS,
        TABLE,
        METADATA
    }

    private final ResourceHandler.Call call;
    private final Form form;
    private final Tables tables;
    private boolean columnsSent;

    private Representation(ResourceHandler.Call call) {
        this.call = call;
        this.form = form(call.request().header("Accept"));
        this.tables = new Tables(
                call.type(),
                call.request().parameter("includeObject"),
                Clock.systemUTC().instant());
    }

    static Representation of(ResourceHandler.Call call) {
        return new Representation(call);
    }

    private static Form form(String accept) {
        for (String option : accept.split(",")) {
            List<String> words = List.of(option.trim().split("\\s*;\\s*"));
            if (words.contains("as=Table") && words.contains("v=v1")) {
                return Form.TABLE;
            }
            if (words.contains("as=PartialObjectMetadata") || words.contains("as=PartialObjectMetadataList")) {
                return Form.METADATA;
            }
            if (option.trim().equals("application/json")) {
                return Form.OBJECTS;
            }
        }
        return Form.OBJECTS;
    }

    /** The object in the form that its type serves. Must not be changed. */
    static ObjectNode served(ResourceType type, StoredObject object) {
        return type.servesStoredForm()
                ? object.tree()
                : type.view().fromStored().apply(object.tree().deepCopy());
    }

    private byte[] bytes(StoredObject object) {
        ObjectNode tree = served(call.type(), object);
        return tree == object.tree() ? object.text() : Json.bytes(tree);
    }

    void written(Patching.Patched patched) throws IOException {
        object(patched.created() ? 201 : 200, patched.object());
    }

    void object(int code, StoredObject object) throws IOException {
        byte[] body = switch (form) {
            case OBJECTS -> bytes(object);
            case TABLE -> Json.bytes(tables.of(List.of(served(call.type(), object)), object.revision(), true));
            case METADATA -> Json.bytes(metadata(served(call.type(), object)));
        };
        Reply.bytes(call.request().exchange(), code, body);
    }

    void list(Pages.Page page) throws IOException {
        List<ObjectNode> trees = form == Form.OBJECTS
                ? List.of()
                : page.objects().stream()
                        .map(object -> served(call.type(), object))
                        .toList();
        if (form == Form.TABLE) {
            ObjectNode table = tables.of(trees, page.revision(), true);
            addContinuation(Json.make(table, "metadata"), page);
            Reply.json(call.request().exchange(), 200, table);
            return;
        }
        ObjectNode list = Json.object();
        String kind = form == Form.METADATA
                ? "PartialObjectMetadataList"
                : call.type().kind() + "List";
        list.put("kind", kind)
                .put(
                        "apiVersion",
                        form == Form.METADATA ? "meta.k8s.io/v1" : call.type().apiVersion());
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Long.toString(page.revision()));
        addContinuation(metadata, page);
        if (form == Form.METADATA) {
            ArrayNode items = list.putArray("items");
            trees.forEach(tree -> items.add(metadata(tree)));
            Reply.json(call.request().exchange(), 200, list);
            return;
        }
        Reply.bytes(call.request().exchange(), 200, listText(list, page));
    }

    /** The list with the texts of its objects, which are made once and not for every list. */
    private byte[] listText(ObjectNode head, Pages.Page page) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        String opening = head.toString();
        text.writeBytes((opening.substring(0, opening.length() - 1) + ",\"items\":[").getBytes(StandardCharsets.UTF_8));
        boolean first = true;
        for (StoredObject object : page.objects()) {
            if (!first) {
                text.write(',');
            }
            first = false;
            text.writeBytes(bytes(object));
        }
        text.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return text.toByteArray();
    }

    private static void addContinuation(ObjectNode metadata, Pages.Page page) {
        if (!page.next().isEmpty()) {
            metadata.put("continue", page.next()).put("remainingItemCount", page.remaining());
        }
    }

    /** An object inside a watch event. Only the first table of a watch names its columns. */
    byte[] event(StoredObject object) {
        ObjectNode tree = form == Form.OBJECTS ? object.tree() : served(call.type(), object);
        return switch (form) {
            case OBJECTS -> bytes(object);
            case METADATA -> Json.bytes(metadata(tree));
            case TABLE -> {
                ObjectNode table = tables.of(List.of(tree), object.revision(), !columnsSent);
                columnsSent = true;
                yield Json.bytes(table);
            }
        };
    }

    private static ObjectNode metadata(ObjectNode tree) {
        ObjectNode partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", Json.map(tree, "metadata"));
        return partial;
    }
}
