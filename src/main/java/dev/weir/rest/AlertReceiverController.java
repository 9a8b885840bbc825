package dev.weir.rest;

import dev.weir.alert.AlertDelivery;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.Delivery;
import dev.weir.alert.Webhook;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who is told of alerts. The header's value goes in and never comes out. */
@RestController
@RequestMapping("/api/v1/alert-receiver")
@Tag(name = "Alerts")
final class AlertReceiverController {
    private final AlertSettings settings;
    private final AlertDelivery delivery;

    AlertReceiverController(AlertSettings settings, AlertDelivery delivery) {
        this.settings = settings;
        this.delivery = delivery;
    }

    /**
     * Where alerts are sent.
     *
     * @param headerValue missing = the one that is there, as long as the server is the same
     * @param consoleAddress for links in what is sent
     */
    record Wanted(
            @Schema(example = "http://alertmanager:9093/api/v2/alerts")
            String url,

            @Nullable String headerName,
            @Nullable String headerValue,
            @Nullable String consoleAddress) {
        Webhook webhook() {
            return new Webhook(text(url), text(headerName), text(headerValue), text(consoleAddress));
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value.strip();
        }
    }

    /**
     * The webhook.
     *
     * @param hasHeaderValue whether there is one; it is not shown
     * @param lastDelivery missing until something was sent
     */
    record Receiver(
            String url,
            String headerName,
            boolean hasHeaderValue,
            String consoleAddress,
            @Nullable Delivery lastDelivery) {}

    @GetMapping
    @Operation(summary = "The webhook, and what came back last")
    Receiver get() {
        Webhook webhook = webhook();
        return new Receiver(
                webhook.url(),
                webhook.headerName(),
                webhook.hasSecret(),
                webhook.consoleAddress(),
                delivery.last().orElse(null));
    }

    private Webhook webhook() {
        return settings.webhook().orElseThrow(() -> ProblemException.notFound("There is no webhook."));
    }

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Send alerts to an Alertmanager, or to what understands the same")
    Receiver change(@RequestBody Wanted wanted, Principal caller) {
        settings.change(wanted.webhook(), caller.getName());
        return get();
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Tell nobody any more")
    void delete(Principal caller) {
        if (!settings.removeWebhook(caller.getName())) {
            throw ProblemException.notFound("There is no webhook.");
        }
    }

    @PostMapping("/test")
    @Operation(summary = "Send an alert that is none, and say what came back")
    Delivery test() {
        return delivery.test(webhook());
    }
}
