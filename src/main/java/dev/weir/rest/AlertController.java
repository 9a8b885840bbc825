package dev.weir.rest;

import dev.weir.alert.AlertChange;
import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.AlertState;
import dev.weir.alert.Alerts;
import dev.weir.visible.VisibleAlerts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Alerts, and what people say about them. */
@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "Alerts")
final class AlertController {
    private final VisibleAlerts alerts;
    private final AlertSettings settings;

    AlertController(VisibleAlerts alerts, AlertSettings settings) {
        this.alerts = alerts;
        this.settings = settings;
    }

    /**
     * Alerts, the newest first.
     *
     * @param watchedSince when the watch began, restarts not counted
     * @param lookedAt when all rules were last looked at
     */
    record AlertList(Instant watchedSince, Instant lookedAt, List<AlertAnswer> items) {}

    /** @param length such as PT1H */
    record Snooze(
            @Schema(type = "string", format = "duration", example = "PT1H")
            Duration length,

            @Nullable String why) {}

    record Expectation(String why, Instant until) {}

    record Changes(List<AlertChange> items) {}

    @GetMapping
    @Operation(summary = "Alerts, the newest first")
    AlertList list(
            @Parameter(
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"firing", "snoozed", "expected", "resolved"}))
                    @RequestParam(defaultValue = "")
                    String state,
            @RequestParam(defaultValue = "") String rule) {
        Optional<AlertState> wantedState = state.isEmpty() ? Optional.empty() : Optional.of(state(state));
        Optional<AlertRule> wantedRule = rule.isEmpty() ? Optional.empty() : Optional.of(AlertRules.of(rule));
        return new AlertList(
                alerts.watchedSince(),
                alerts.lookedAt(),
                alerts.list().stream()
                        .filter(entry -> wantedState.isEmpty() || wantedState.get() == entry.state())
                        .filter(entry -> wantedRule.isEmpty()
                                || wantedRule.get() == entry.alert().rule())
                        .map(AlertAnswer::of)
                        .toList());
    }

    private static AlertState state(String label) {
        return AlertState.ofLabel(label)
                .orElseThrow(() -> ProblemException.badParameter("state", "is firing, snoozed, expected or resolved."));
    }

    @GetMapping("/changes")
    @Operation(summary = "Who changed what about the alerts, the newest first")
    Changes changes() {
        return new Changes(settings.changes());
    }

    @GetMapping("/{id}")
    @Operation(summary = "One alert")
    AlertAnswer alert(@PathVariable String id) {
        return found(id, alerts.find(id));
    }

    @PutMapping(path = "/{id}/snooze", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Tell nobody of an alert for a while")
    AlertAnswer snooze(@PathVariable String id, @RequestBody Snooze wanted, Principal caller) {
        if (wanted.length() == null) {
            throw ProblemException.badParameter("length", "is a length of time such as PT1H.");
        }
        String why = wanted.why() == null ? "" : wanted.why();
        return found(id, alerts.snooze(id, wanted.length(), why, caller.getName()));
    }

    @PutMapping(path = "/{id}/expected", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Say that it is meant to be so, and why")
    AlertAnswer expect(@PathVariable String id, @RequestBody Expectation wanted, Principal caller) {
        if (wanted.why() == null || wanted.until() == null) {
            throw ProblemException.badParameter("why", "and until are needed.");
        }
        return found(id, alerts.expect(id, wanted.until(), wanted.why(), caller.getName()));
    }

    @DeleteMapping("/{id}/muted")
    @Operation(summary = "Neither snoozed nor expected any more")
    AlertAnswer unmute(@PathVariable String id, Principal caller) {
        return found(id, alerts.unmute(id, caller.getName()));
    }

    private static AlertAnswer found(String id, Optional<Alerts.Entry> entry) {
        return entry.map(AlertAnswer::of).orElseThrow(() -> ProblemException.notFound("There is no alert " + id + "."));
    }
}
