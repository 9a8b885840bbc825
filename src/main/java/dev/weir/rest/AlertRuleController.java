package dev.weir.rest;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Alerts;
import dev.weir.alert.Baseline;
import dev.weir.alert.Baselines;
import dev.weir.alert.RuleSettings;
import dev.weir.visible.VisibleAlerts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the alerts: thresholds, and what is usual. */
@RestController
@RequestMapping("/api/v1/alert-rules")
@Tag(name = "Alerts")
final class AlertRuleController {
    private final VisibleAlerts alerts;
    private final AlertSettings settings;

    AlertRuleController(VisibleAlerts alerts, AlertSettings settings) {
        this.alerts = alerts;
        this.settings = settings;
    }

    /** Settings that the rule does not have are missing; in a change, a missing one stays as it is. */
    record Settings(
            @Nullable Boolean enabled,
            @Nullable Long threshold,

            @Schema(type = "string", format = "duration", example = "PT5M") @Nullable
            Duration window,

            @Nullable Double factor,

            @Schema(type = "string", format = "duration", example = "PT24H") @Nullable
            Duration learning) {
        static Settings of(AlertRule rule, RuleSettings settings) {
            RuleSettings defaults = rule.defaults();
            return new Settings(
                    settings.enabled(),
                    defaults.usesThreshold() ? settings.threshold() : null,
                    settings.window(),
                    defaults.usesFactor() ? settings.factor() : null,
                    defaults.usesLearning() ? settings.learning() : null);
        }

        RuleSettings over(RuleSettings before) {
            return new RuleSettings(
                    enabled == null ? before.enabled() : enabled,
                    threshold == null ? before.threshold() : threshold,
                    window == null ? before.window() : window,
                    factor == null ? before.factor() : factor,
                    learning == null ? before.learning() : learning);
        }
    }

    /**
     * A rule.
     *
     * @param unit of its values, threshold and baseline
     * @param lookedAt when it was last looked at; missing until then
     * @param lookMillis how long that took
     * @param notes what to know of that look, such as that the rule still learns
     */
    record Rule(
            String rule,
            String severity,
            String unit,
            boolean hasBaseline,
            Settings settings,
            @Nullable Instant lookedAt,
            @Nullable Long lookMillis,
            List<String> notes) {}

    record Rules(List<Rule> items) {}

    /**
     * What is usual for a workload or, under {@code policy-stopped}, for a policy.
     *
     * @param rate missing where the baseline is a list; under {@code policy-stopped} the longest seconds without a connection
     * @param destinations missing where it is a rate
     */
    record Usual(
            @Nullable String namespace,
            @Nullable String name,
            @Nullable Double rate,
            @Nullable List<String> destinations) {
        static Usual of(Baseline baseline) {
            return new Usual(
                    baseline.subject().namespace(),
                    baseline.subject().name(),
                    baseline.rate(),
                    baseline.rate() == null ? baseline.destinations() : null);
        }
    }

    record UsualList(List<Usual> items) {}

    @GetMapping
    @Operation(summary = "The rules with their thresholds")
    Rules list() {
        return new Rules(Arrays.stream(AlertRule.values()).map(this::rule).toList());
    }

    private Rule rule(AlertRule rule) {
        Alerts.RuleStatus status = alerts.status(rule).orElse(null);
        return new Rule(
                rule.label(),
                rule.severity().label(),
                rule.unit(),
                alerts.baselines(rule).isPresent(),
                Settings.of(rule, settings.of(rule)),
                status == null ? null : status.at(),
                status == null ? null : status.took().toMillis(),
                status == null ? List.of() : status.notes());
    }

    @GetMapping("/{rule}")
    @Operation(summary = "One rule")
    Rule get(@PathVariable String rule) {
        return rule(AlertRules.of(rule));
    }

    @PutMapping(path = "/{rule}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Change the thresholds of a rule; what is missing stays as it is")
    Rule change(@PathVariable String rule, @RequestBody Settings wanted, Principal caller) {
        AlertRule known = AlertRules.of(rule);
        settings.change(known, wanted.over(settings.of(known)), caller.getName());
        return rule(known);
    }

    @GetMapping("/{rule}/baseline")
    @Operation(summary = "What is usual under a rule, by workload or policy")
    UsualList baseline(@PathVariable String rule) {
        return new UsualList(baselines(rule).list().stream().map(Usual::of).toList());
    }

    private Baselines baselines(String rule) {
        return alerts.baselines(AlertRules.of(rule))
                .orElseThrow(() -> ProblemException.notFound("The rule " + rule + " has no baseline."));
    }

    @PutMapping(path = "/{rule}/baseline/{namespace}/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary =
                    "Set what is usual: a rate, the destinations that are known, or the longest seconds without a connection")
    void learn(
            @PathVariable String rule,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestBody Usual usual,
            Principal caller) {
        AlertSubject workload = AlertSubject.workload(namespace, name);
        List<String> destinations = usual.destinations() == null ? List.of() : usual.destinations();
        alerts.learn(AlertRules.of(rule), new Baseline(workload, usual.rate(), destinations), caller.getName());
    }

    @DeleteMapping("/{rule}/baseline/{namespace}/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Forget what is usual for a workload or policy")
    void forget(
            @PathVariable String rule, @PathVariable String namespace, @PathVariable String name, Principal caller) {
        AlertSubject workload = AlertSubject.workload(namespace, name);
        if (!alerts.forget(AlertRules.of(rule), workload, caller.getName())) {
            throw ProblemException.notFound("Nothing is known of " + workload + " under this rule.");
        }
    }
}
