package dev.weir.console;

import dev.weir.alert.AlertRule;
import dev.weir.alert.Baseline;
import dev.weir.alert.Baselines;
import dev.weir.alert.RuleSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A rule: its thresholds as a form, and what is usual under it.
 *
 * @param threshold null, as factor and learning, where the rule has none
 * @param baselineOf whose the baselines are
 * @param baselineUnit of what the baselines are
 * @param baselines null where it compares with nothing
 */
record AlertRuleView(
        String title,
        String description,
        String href,
        boolean enabled,
        @Nullable String threshold,
        String unit,
        String window,
        @Nullable String factor,
        @Nullable String learning,
        String look,
        @Nullable List<BaselineRow> baselines,
        String baselineOf,
        String baselineUnit,
        String baselinesText) {
    private static final int SHOWN = 200;

    /** @param usual a rate, or addresses, as it is written into the form */
    record BaselineRow(int number, String namespace, String name, String usual) {
        public String subject() {
            return namespace + "/" + name;
        }
    }

    static AlertRuleView of(AlertsView.Sources sources, AlertRule rule) {
        RuleSettings settings = sources.settings().of(rule);
        RuleSettings defaults = rule.defaults();
        List<Baseline> all =
                sources.alerts().baselines(rule).map(Baselines::list).orElse(List.of());
        return new AlertRuleView(
                sources.words().title(rule),
                sources.words().description(rule),
                AlertsAddress.rule(rule),
                settings.enabled(),
                defaults.usesThreshold() ? Long.toString(settings.threshold()) : null,
                rule.unit(),
                AlertWords.length(settings.window()),
                defaults.usesFactor() ? number(settings.factor()) : null,
                defaults.usesLearning() ? AlertWords.length(settings.learning()) : null,
                AlertsView.look(sources, rule),
                sources.alerts().baselines(rule).isPresent() ? rows(all) : null,
                sources.texts().of(rule == AlertRule.POLICY_STOPPED ? "column.policy" : "column.workload"),
                sources.words().baselineUnit(rule),
                sources.texts().of("alert.baselines.count", Math.min(SHOWN, all.size()), all.size()));
    }

    private static List<BaselineRow> rows(List<Baseline> all) {
        List<BaselineRow> rows = new ArrayList<>();
        for (Baseline baseline : all.subList(0, Math.min(SHOWN, all.size()))) {
            rows.add(new BaselineRow(
                    rows.size(),
                    baseline.subject().namespace(),
                    baseline.subject().name(),
                    baseline.rate() == null ? String.join(", ", baseline.destinations()) : number(baseline.rate())));
        }
        return List.copyOf(rows);
    }

    private static String number(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : String.format(Locale.ROOT, "%.3f", number);
    }
}
