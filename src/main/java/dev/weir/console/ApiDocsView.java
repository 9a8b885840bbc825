package dev.weir.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the API can be asked, by subject. Read from OpenAPI; nothing is said here that the document does not say. */
record ApiDocsView(String description, List<Subject> subjects) {
    private static final String OTHER = "Other";

    record Subject(String anchor, String name, List<Call> calls) {}

    /** @param curl the line for a shell, with {@code $WEIR} for the address of the server and {@code $WEIR_TOKEN} for the token */
    record Call(
            String method,
            String path,
            String summary,
            String description,
            List<Value> parameters,
            List<Value> answers,
            String curl) {}

    /**
     * @param where {@code query}, {@code path}, {@code header}; for an answer its media types
     * @param type of a parameter, with its default
     */
    record Value(String name, String where, String type, boolean required, String description) {}

    static ApiDocsView of(JsonNode document) {
        Map<String, List<Call>> subjects = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> subjects.computeIfAbsent(
                                        subject(operation.getValue()), name -> new ArrayList<>())
                                .add(call(operation.getKey(), path.getKey(), operation.getValue()))));
        return new ApiDocsView(
                document.at("/info/description").asString(""),
                subjects.entrySet().stream()
                        .map(entry -> new Subject(anchor(entry.getKey()), entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static String subject(JsonNode operation) {
        return operation.at("/tags/0").asString(OTHER);
    }

    private static String anchor(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static Call call(String method, String path, JsonNode operation) {
        return new Call(
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("summary").asString(""),
                operation.path("description").asString(""),
                operation
                        .path("parameters")
                        .valueStream()
                        .map(ApiDocsView::parameter)
                        .toList(),
                operation.path("responses").properties().stream()
                        .map(answer -> answer(answer.getKey(), answer.getValue()))
                        .toList(),
                curl(method.toUpperCase(Locale.ROOT), path, operation));
    }

    private static Value parameter(JsonNode parameter) {
        JsonNode schema = parameter.path("schema");
        String fallback = schema.path("default").asString("");
        return new Value(
                parameter.path("name").asString(""),
                parameter.path("in").asString(""),
                schema.path("type").asString("string") + (fallback.isEmpty() ? "" : " = " + fallback),
                parameter.path("required").asBoolean(false),
                parameter.path("description").asString(""));
    }

    private static Value answer(String status, JsonNode answer) {
        String types = String.join(", ", answer.path("content").propertyNames());
        return new Value(status, types, "", false, answer.path("description").asString(""));
    }

    private static String curl(String method, String path, JsonNode operation) {
        StringBuilder line = new StringBuilder("curl -H \"Authorization: Bearer $WEIR_TOKEN\"");
        if (!method.equals("GET")) {
            line.append(" -X ").append(method);
        }
        operation
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("name").asString("").equals("If-Match"))
                .forEach(etag -> line.append(" -H 'If-Match: *'"));
        line.append(body(operation.at("/requestBody/content")));
        return line.append(" \"$WEIR")
                .append(filled(path, operation))
                .append(requiredQuery(operation))
                .append('"')
                .toString();
    }

    /** The example, if there is one; else whatever stands in a file. */
    private static String body(JsonNode content) {
        for (Map.Entry<String, JsonNode> type : content.properties()) {
            JsonNode example = type.getValue().path("example");
            if (!example.isMissingNode()) {
                return typed(type.getKey()) + " --data '" + example.toString().replace("'", "'\\''") + "'";
            }
        }
        return content.propertyNames().stream()
                .findFirst()
                .map(type -> typed(type) + " --data-binary @body")
                .orElse("");
    }

    private static String typed(String type) {
        return " -H 'Content-Type: " + type + "'";
    }

    private static String filled(String path, JsonNode operation) {
        String result = path;
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode example = parameter.path("example");
            if (example.isString() && parameter.path("in").asString("").equals("path")) {
                result = result.replace("{" + parameter.path("name").asString("") + "}", example.asString());
            }
        }
        return result;
    }

    private static String requiredQuery(JsonNode operation) {
        String query = operation
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asString("").equals("query"))
                .filter(parameter -> parameter.path("required").asBoolean(false))
                .map(parameter -> parameter.path("name").asString("") + "={"
                        + parameter.path("name").asString("") + "}")
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }
}
