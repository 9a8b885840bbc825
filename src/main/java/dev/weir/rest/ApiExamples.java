package dev.weir.rest;

import dev.weir.document.ObjectDocument;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Puts the examples of {@code rest/examples.yaml} into the description of the API: what may stand for the parameters, the bodies of calls, and
 * answers.
 */
final class ApiExamples implements OpenApiCustomizer {
    private static final String FILE = "/rest/examples.yaml";
    private static final String JSON = "application/json";

    /**
     * A call.
     *
     * @param call method and path, as in the description
     * @param path what stands for the names in the path
     * @param type of the body
     */
    record Example(String call, Map<?, ?> path, String type, Object body) {
        static Example of(Map<?, ?> written) {
            return new Example(
                    String.valueOf(written.get("call")),
                    written.get("path") instanceof Map<?, ?> names ? names : Map.of(),
                    written.get("type") instanceof String type ? type : JSON,
                    Objects.requireNonNull(written.get("body"), "an example without a body"));
        }
    }

    static List<Example> all() {
        return written().get("calls") instanceof List<?> calls
                ? calls.stream().map(call -> Example.of((Map<?, ?>) call)).toList()
                : List.of();
    }

    /** By operation, what it answers. */
    static Map<?, ?> answers() {
        return part("answers");
    }

    private static Map<?, ?> part(String name) {
        return written().get(name) instanceof Map<?, ?> part ? part : Map.of();
    }

    private static Map<String, Object> written() {
        try (InputStream file = Objects.requireNonNull(ApiExamples.class.getResourceAsStream(FILE), FILE)) {
            return ObjectDocument.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .object();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void customise(OpenAPI description) {
        Map<?, ?> parameters = part("parameters");
        description.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation -> name(operation, parameters, false));
        part("operations").forEach((call, values) -> {
            Operation operation = operation(description, String.valueOf(call));
            if (operation != null) {
                name(operation, (Map<?, ?>) values, true);
            }
        });
        answers().forEach((call, answer) -> addAnswer(operation(description, String.valueOf(call)), answer));
        for (Example example : all()) {
            Operation operation = operation(description, example.call());
            if (operation != null) {
                add(operation, example);
            }
        }
    }

    private static @Nullable Operation operation(OpenAPI description, String call) {
        String[] parts = call.split(" ", 2);
        PathItem item = description.getPaths().get(parts[1]);
        return item == null ? null : item.readOperationsMap().get(PathItem.HttpMethod.valueOf(parts[0]));
    }

    private static void add(Operation operation, Example example) {
        MediaType body = operation.getRequestBody().getContent().get(example.type());
        if (body != null) {
            body.setExample(example.body());
        }
        name(operation, example.path(), true);
    }

    /** @param anew whether an example that is there is replaced: it stands at the parameter's declaration, or is one for all calls */
    private static void name(Operation operation, Map<?, ?> values, boolean anew) {
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> values.containsKey(parameter.getName()))
                    .filter(parameter -> anew || parameter.getExample() == null)
                    .forEach(parameter -> parameter.setExample(values.get(parameter.getName())));
        }
    }

    private static void addAnswer(@Nullable Operation operation, Object answer) {
        ApiResponse response =
                operation == null ? null : operation.getResponses().get("200");
        MediaType body = response == null ? null : response.getContent().get(JSON);
        if (body != null) {
            body.setExample(answer);
        }
    }
}
