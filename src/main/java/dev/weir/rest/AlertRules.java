package dev.weir.rest;

import dev.weir.alert.AlertRule;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Rules of alerts by their names in addresses. */
final class AlertRules {
    private AlertRules() {}

    static AlertRule of(String label) {
        return AlertRule.ofLabel(label)
                .orElseThrow(() -> ProblemException.notFound("There is no rule " + label + ". The rules are "
                        + Arrays.stream(AlertRule.values())
                                .map(AlertRule::label)
                                .collect(Collectors.joining(", "))
                        + "."));
    }
}
