package dev.weir.rest;

import dev.weir.document.ObjectDocument;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Puts the calls of {@code rest/examples.yaml} into the description of the API: their bodies, and what stands in their paths. */
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
        try (InputStream file = Objects.requireNonNull(ApiExamples.class.getResourceAsStream(FILE), FILE)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return ObjectDocument.parse(text).object().get("calls") instanceof List<?> calls
                    ? calls.stream().map(call -> Example.of((Map<?, ?>) call)).toList()
                    : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void customise(OpenAPI description) {
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
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> "path".equals(parameter.getIn()))
                    .filter(parameter -> example.path().containsKey(parameter.getName()))
                    .forEach(parameter -> parameter.setExample(example.path().get(parameter.getName())));
        }
    }
}
