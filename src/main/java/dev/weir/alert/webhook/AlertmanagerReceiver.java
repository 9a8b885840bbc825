package dev.weir.alert.webhook;

import dev.weir.alert.AlertReceiver;
import dev.weir.alert.Delivery;
import dev.weir.alert.Notice;
import dev.weir.alert.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Posts alerts to the address that was configured and to no other: redirects are an answer and are not followed, and no proxy of the
 * environment is asked. An answer is read as far as a person needs it.
 */
public final class AlertmanagerReceiver implements AlertReceiver, AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int SHOWN = 300;
    private static final long MOST_BYTES = 65_536;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final RetryTemplate retries;
    private final Clock clock;

    public AlertmanagerReceiver(Clock clock) {
        this(clock, Duration.ofSeconds(1));
    }

    /** @param firstPause before the second attempt; each further one waits twice as long */
    AlertmanagerReceiver(Clock clock, Duration firstPause) {
        this.clock = clock;
        retries = new RetryTemplate(RetryPolicy.builder()
                .includes(Unanswered.class)
                .maxRetries(4)
                .delay(firstPause)
                .multiplier(2)
                .maxDelay(firstPause.multipliedBy(8))
                .build());
    }

    /** Another attempt may have another end. */
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        private Unanswered(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    public Delivery deliver(Webhook webhook, List<Notice> notices, boolean patiently) {
        HttpRequest request = request(webhook, AlertmanagerMessage.of(notices, webhook));
        try {
            return patiently ? retries.execute(() -> send(request)) : send(request);
        } catch (RetryException gaveUp) {
            return refused(gaveUp.getCause() == null ? gaveUp : gaveUp.getCause());
        } catch (Unanswered failed) {
            return refused(failed);
        }
    }

    private Delivery refused(Throwable failure) {
        return new Delivery(clock.instant(), false, String.valueOf(failure.getMessage()));
    }

    private static HttpRequest request(Webhook webhook, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(webhook.url()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!webhook.headerName().isEmpty()) {
            request.setHeader(webhook.headerName(), webhook.headerValue());
        }
        return request.build();
    }

    private Delivery send(HttpRequest request) throws Unanswered {
        CompletableFuture<HttpResponse<String>> asked =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
        try {
            HttpResponse<String> response = asked.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            int status = response.statusCode();
            String answer = "HTTP " + status + beginning(response.body());
            if (status == TOO_MANY_REQUESTS || status >= 500) {
                throw new Unanswered(answer, null);
            }
            return new Delivery(clock.instant(), status / 100 == 2, answer);
        } catch (ExecutionException failed) {
            throw new Unanswered(words(failed.getCause() == null ? failed : failed.getCause()), failed);
        } catch (TimeoutException late) {
            asked.cancel(true);
            throw new Unanswered("No answer within " + ANSWER_WITHIN.toSeconds() + " s.", late);
        } catch (InterruptedException interrupted) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return new Delivery(clock.instant(), false, "The server stops.");
        }
    }

    /** Without control characters: it is shown to a person. */
    private static String beginning(String body) {
        String text = body.substring(0, Math.min(body.length(), SHOWN))
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return text.isEmpty() ? "" : ": " + text;
    }

    private static String words(Throwable failed) {
        String message = failed.getMessage();
        return "No answer: " + (message == null ? failed.getClass().getSimpleName() : message);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
