package dev.weir.local.api.http;

import com.sun.net.httpserver.HttpExchange;
import dev.weir.local.api.registry.WriteOptions;
import dev.weir.local.api.status.ApiException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request with its query parameters, headers and body, read once. */
final class ApiRequest {

    private static final int LARGEST_BODY = 8 * 1024 * 1024;

    private final HttpExchange exchange;
    private final Map<String, String> parameters;

    ApiRequest(HttpExchange exchange) {
        this.exchange = exchange;
        this.parameters = parameters(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int sign = pair.indexOf('=');
            String name = sign < 0 ? pair : pair.substring(0, sign);
            String value = sign < 0 ? "" : pair.substring(sign + 1);
            parameters.putIfAbsent(decoded(name), decoded(value));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    HttpExchange exchange() {
        return exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    /** The query parameter, or "". */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    boolean flag(String name) {
        String value = parameter(name);
        return value.equals("true") || value.equals("1");
    }

    Optional<Long> number(String name) {
        String value = parameter(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw ApiException.badRequest("the parameter " + name + " must be a number: " + value);
        }
        return Optional.of(Long.parseLong(value));
    }

    /** The header, or "". */
    String header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** The content type without its parameters, in lower case. */
    String contentType() {
        String type = header("Content-Type");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
    }

    byte[] body() throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new ApiException(413, "RequestEntityTooLarge", "Request entity too large: limit is " + LARGEST_BODY);
        }
        return body;
    }

    WriteOptions writeOptions() {
        String dryRun = parameter("dryRun");
        if (!dryRun.isEmpty() && !dryRun.equals("All")) {
            throw ApiException.badRequest("Invalid value: \"" + dryRun + "\": dryRun must be All or absent");
        }
        WriteOptions.FieldValidation validation = switch (parameter("fieldValidation")) {
            case "Strict" -> WriteOptions.FieldValidation.STRICT;
            case "Ignore" -> WriteOptions.FieldValidation.IGNORE;
            case "", "Warn" -> WriteOptions.FieldValidation.WARN;
            default ->
                throw ApiException.badRequest("fieldValidation: Unsupported value: \"" + parameter("fieldValidation")
                        + "\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"");
        };
        return new WriteOptions(!dryRun.isEmpty(), fieldManager(), validation, flag("force"));
    }

    private String fieldManager() {
        String manager = parameter("fieldManager");
        if (!manager.isEmpty()) {
            return manager;
        }
        String agent = header("User-Agent");
        int slash = agent.indexOf('/');
        return agent.isEmpty() ? "unknown" : slash < 0 ? agent : agent.substring(0, slash);
    }
}
