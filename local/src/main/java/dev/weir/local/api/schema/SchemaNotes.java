package dev.weir.local.api.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What the model classes do not say about a field: how lists merge ({@code list-merging.yaml}) and what it means
 * ({@code descriptions.yaml}).
 */
public final class SchemaNotes {

    private final JsonNode merging = resource("list-merging.yaml");
    private final JsonNode descriptions = resource("descriptions.yaml");

    private static JsonNode resource(String name) {
        try (InputStream in = SchemaNotes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is missing from the program.");
            }
            return YAMLMapper.shared().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How the field of the type merges; an empty field name means the type itself. The text is {@code atomic}, {@code set}, or
     * {@code map} with its keys and the strategies of a strategic merge: {@code map containerPort,protocol merge}.
     */
    Schema.Merging merging(String type, String field) {
        String text = merging.path(type).path(field.isEmpty() ? "self" : field).asString("");
        if (text.isEmpty()) {
            return Schema.Merging.DEFAULT;
        }
        List<String> words = Arrays.asList(text.split(" "));
        List<String> keys = words.size() > 1 && words.getFirst().equals("map")
                ? List.of(words.get(1).split(","))
                : List.of();
        String strategy = words.getLast().startsWith("merge") ? words.getLast() : "";
        return new Schema.Merging(
                words.contains("atomic"), words.contains("set"), keys, keys.isEmpty() ? "" : keys.getFirst(), strategy);
    }

    /** What the field of the type means, or "". An empty field name means the type itself. */
    String description(String type, String field) {
        return descriptions.path(type).path(field.isEmpty() ? "self" : field).asString("");
    }
}
