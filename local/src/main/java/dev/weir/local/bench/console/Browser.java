package dev.weir.local.bench.console;

import dev.weir.local.bench.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A signed-in reader of the console, as far as the network sees one: cookies and compressed answers. */
final class Browser implements AutoCloseable {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final URI server;

    Browser(URI server) {
        this.server = server;
    }

    /**
     * @param milliseconds until the first byte of the body
     * @param bytes of the body as it was sent
     */
    record Answer(double milliseconds, long bytes) {}

    void signIn(String password) throws IOException, InterruptedException {
        Matcher token = CSRF.matcher(
                http.send(get("/login").build(), BodyHandlers.ofString()).body());
        if (!token.find()) {
            throw new BenchException("the page /login has no form");
        }
        String form = "_csrf=" + encoded(token.group(1)) + "&username=admin&password=" + encoded(password);
        HttpResponse<Void> answer = http.send(
                get("/login")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.discarding());
        String to = answer.headers().firstValue("Location").orElse("");
        if (answer.statusCode() != 302 || to.contains("error")) {
            throw new BenchException("signing in is answered by " + answer.statusCode() + " " + to);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Answer open(String page) throws IOException, InterruptedException {
        HttpRequest request = get(page).header("Accept-Encoding", "gzip").build();
        long started = System.nanoTime();
        HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            boolean some = body.read() >= 0;
            double milliseconds = (System.nanoTime() - started) / 1e6;
            if (answer.statusCode() != 200 || !some) {
                throw new BenchException(page + " is answered by " + answer.statusCode());
            }
            return new Answer(milliseconds, 1 + body.transferTo(OutputStream.nullOutputStream()));
        }
    }

    /** Follows a stream of server-sent events until the browser is closed. */
    void follow(String stream, Runnable onEvent) {
        HttpRequest request =
                get(stream).setHeader("Accept", "text/event-stream").build();
        http.sendAsync(request, head -> {
            if (head.statusCode() != 200) {
                throw new BenchException(stream + " is answered by " + head.statusCode());
            }
            return BodySubscribers.fromLineSubscriber(new EventCounter(onEvent));
        });
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Accept", "text/html");
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
