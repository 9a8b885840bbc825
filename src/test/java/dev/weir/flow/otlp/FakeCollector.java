package dev.weir.flow.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes logs as an OpenTelemetry collector does, unless it is told to be away. */
final class FakeCollector implements AutoCloseable {
    final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile boolean away;

    FakeCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/logs", this::take);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/logs");
    }

    void goAway(boolean now) {
        away = now;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(body);
            if (away) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            request.getResourceLogsList()
                    .forEach(resource ->
                            resource.getScopeLogsList().forEach(scope -> records.addAll(scope.getLogRecordsList())));
            byte[] answer = ExportLogsServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
