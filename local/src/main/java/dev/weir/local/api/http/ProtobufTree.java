package dev.weir.local.api.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.weir.local.api.json.Json;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a protobuf message of Kubernetes into the tree that its JSON form would give. The field names are the same; what differs are
 * times, quantities, numbers-or-names, structs that are inlined, and that Go writes zero values of fields that JSON leaves out.
 */
final class ProtobufTree {

    private static final Set<String> INLINED =
            Set.of("volumeSource", "handler", "ephemeralContainerCommon", "localObjectReference");
    /** Fields of which a zero means something. A sender that does not set them does not write them. */
    private static final Set<String> ZERO_COUNTS = Set.of(
            "automountServiceAccountToken",
            "enableServiceLinks",
            "gracePeriodSeconds",
            "immutable",
            "optional",
            "runAsUser",
            "terminationGracePeriodSeconds",
            "tolerationSeconds");

    private ProtobufTree() {}

    static ObjectNode of(Message message) {
        ObjectNode tree = Json.object();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            put(tree, field.getKey(), field.getValue());
        }
        return tree;
    }

    private static void put(ObjectNode tree, FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            ObjectNode map = tree.putObject(field.getName());
            FieldDescriptor values = field.getMessageType().findFieldByName("value");
            for (Object entry : (List<?>) value) {
                Message pair = (Message) entry;
                node(values, pair.getField(values))
                        .ifPresent(node -> map.set(field(pair, "key").toString(), node));
            }
        } else if (field.isRepeated()) {
            ArrayNode list = tree.putArray(field.getName());
            for (Object item : (List<?>) value) {
                node(field, item).ifPresent(list::add);
            }
        } else if (INLINED.contains(field.getName()) && value instanceof Message inlined) {
            tree.setAll(of(inlined));
        } else {
            node(field, value)
                    .filter(node -> !isZero(node) || ZERO_COUNTS.contains(field.getName()))
                    .ifPresent(node -> tree.set(field.getName(), node));
        }
    }

    private static boolean isZero(JsonNode node) {
        return node.isString() && node.stringValue().isEmpty()
                || node.isNumber() && node.doubleValue() == 0
                || node.isBoolean() && !node.booleanValue();
    }

    private static Optional<JsonNode> node(FieldDescriptor field, Object value) {
        return switch (value) {
            case Message message -> special(field.getMessageType().getFullName(), message);
            case ByteString bytes ->
                Optional.of(Json.MAPPER.valueToTree(Base64.getEncoder().encodeToString(bytes.toByteArray())));
            case Long number -> Optional.of(Json.numberNode(number));
            default -> Optional.of(Json.MAPPER.valueToTree(value));
        };
    }

    private static Optional<JsonNode> special(String type, Message message) {
        return switch (type) {
            case "k8s.io.apimachinery.pkg.apis.meta.v1.Time", "k8s.io.apimachinery.pkg.apis.meta.v1.MicroTime" ->
                time(message);
            case "k8s.io.apimachinery.pkg.api.resource.Quantity" ->
                Optional.of(Json.MAPPER.valueToTree(field(message, "string")));
            case "k8s.io.apimachinery.pkg.util.intstr.IntOrString" ->
                Optional.of(
                        field(message, "type").equals(1L)
                                ? Json.MAPPER.valueToTree(field(message, "strVal"))
                                : Json.MAPPER.valueToTree(field(message, "intVal")));
            case "k8s.io.apimachinery.pkg.apis.meta.v1.FieldsV1", "k8s.io.apimachinery.pkg.runtime.RawExtension" ->
                raw((ByteString) message.getField(
                        message.getDescriptorForType().getFields().getFirst()));
            default -> Optional.of(of(message));
        };
    }

    private static Optional<JsonNode> raw(ByteString json) {
        return json.isEmpty() ? Optional.empty() : Optional.of(Json.read(json.toByteArray()));
    }

    private static Optional<JsonNode> time(Message message) {
        long seconds = (Long) field(message, "seconds");
        int nanos = (Integer) field(message, "nanos");
        return seconds <= 0
                ? Optional.empty()
                : Optional.of(Json.MAPPER.valueToTree(
                        Instant.ofEpochSecond(seconds, nanos).toString()));
    }

    private static Object field(Message message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }
}
