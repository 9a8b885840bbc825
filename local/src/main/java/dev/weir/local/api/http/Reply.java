package dev.weir.local.api.http;

import com.sun.net.httpserver.HttpExchange;
import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.ApiException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Writes answers. */
final class Reply {

    private Reply() {}

    static void json(HttpExchange exchange, int code, JsonNode body) throws IOException {
        bytes(exchange, code, Json.bytes(body));
    }

    static void bytes(HttpExchange exchange, int code, byte[] json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, code, json);
    }

    static void text(HttpExchange exchange, int code, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        send(exchange, code, text.getBytes(StandardCharsets.UTF_8));
    }

    static void refusal(HttpExchange exchange, ApiException refusal) throws IOException {
        json(exchange, refusal.code(), refusal.status());
    }

    /** Adds warnings that kubectl prints. */
    static void warn(HttpExchange exchange, List<String> warnings) {
        for (String warning : warnings) {
            String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"");
            exchange.getResponseHeaders().add("Warning", "299 - \"" + quoted + "\"");
        }
    }

    private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
