package dev.weir.local.api.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON trees. A Kubernetes object is an {@link ObjectNode} here. A tree that is stored is never changed; who wants
 * another one copies it first.
 */
public final class Json {

    public static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static JsonNode read(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    /** Like {@link #read}, but fails when an object names a field twice. */
    public static JsonNode readStrictly(byte[] bytes) {
        return STRICT.readTree(bytes);
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** The node at the path, or null where a part of it is absent or JSON null. */
    public static @Nullable JsonNode at(@Nullable JsonNode node, String... path) {
        JsonNode current = node;
        for (String name : path) {
            if (current == null) {
                return null;
            }
            current = current.get(name);
        }
        return current == null || current.isNull() ? null : current;
    }

    /** The text at the path, or "" where there is none. */
    public static String text(@Nullable JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return found != null && found.isString() ? found.stringValue() : "";
    }

    /** The number at the path, or zero where there is none. */
    public static long number(@Nullable JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return found != null && found.isIntegralNumber() ? found.longValue() : 0;
    }

    public static boolean flag(@Nullable JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return found != null && found.isBoolean() && found.booleanValue();
    }

    /** The elements at the path, or none. */
    public static ArrayNode list(@Nullable JsonNode node, String... path) {
        return at(node, path) instanceof ArrayNode array ? array : array();
    }

    /** The object at the path, or an empty one that is not part of the tree. */
    public static ObjectNode map(@Nullable JsonNode node, String... path) {
        return at(node, path) instanceof ObjectNode object ? object : object();
    }

    /** The object at the path, made where it is missing. */
    public static ObjectNode make(ObjectNode node, String... path) {
        ObjectNode current = node;
        for (String name : path) {
            current = current.get(name) instanceof ObjectNode child ? child : current.putObject(name);
        }
        return current;
    }

    public static boolean isEmpty(@Nullable JsonNode node) {
        return node == null
                || node.isNull()
                || node.isContainer() && node.isEmpty()
                || node.isString() && node.stringValue().isEmpty();
    }

    /** Sets the field unless the object has it already. */
    public static void setDefault(ObjectNode object, String field, JsonNode value) {
        if (at(object, field) == null) {
            object.set(field, value);
        }
    }

    public static void setDefault(ObjectNode object, String field, String value) {
        if (isEmpty(object.get(field))) {
            object.put(field, value);
        }
    }

    public static void setDefault(ObjectNode object, String field, long value) {
        if (at(object, field) == null) {
            object.set(field, numberNode(value));
        }
    }

    /** The node that reading the same number would give: trees that say the same must be equal. */
    public static JsonNode numberNode(long value) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        return value == (int) value ? factory.numberNode((int) value) : factory.numberNode(value);
    }
}
