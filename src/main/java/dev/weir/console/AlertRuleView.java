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
        @Nullable Setting threshold,
        @Nullable Setting factor,
        String window,
        @Nullable Setting learning,
        String look,
        @Nullable List<BaselineRow> baselines,
        String baselineOf,
        String baselineUnit,
        String baselinesText) {
    private static final int SHOWN = 200;

    /** A field of the form. */
    record Setting(String label, String value) {}

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
                defaults.usesThreshold() ? threshold(sources, rule) : null,
                defaults.usesFactor() ? factor(sources, rule) : null,
                AlertWords.length(settings.window()),
                defaults.usesLearning() ? learning(sources, rule) : null,
                AlertsView.look(sources, rule),
                sources.alerts().baselines(rule).isPresent() ? rows(all) : null,
                sources.texts().of(rule == AlertRule.POLICY_STOPPED ? "column.policy" : "column.workload"),
                sources.words().baselineUnit(rule),
                sources.texts().of("alert.baselines.count", Math.min(SHOWN, all.size()), all.size()));
    }

    private static Setting threshold(AlertsView.Sources sources, AlertRule rule) {
        return new Setting(
                sources.texts().of("alert.threshold.label", rule.unit()),
                Long.toString(sources.settings().of(rule).threshold()));
    }

    private static Setting factor(AlertsView.Sources sources, AlertRule rule) {
        return new Setting(
                sources.texts().of(rule.defaults().usesThreshold() ? "alert.factor.label.and" : "alert.factor.label"),
                number(sources.settings().of(rule).factor()));
    }

    private static Setting learning(AlertsView.Sources sources, AlertRule rule) {
        return new Setting(
                sources.texts()
                        .of(rule == AlertRule.POLICY_STOPPED ? "alert.learning.label.policy" : "alert.learning.label"),
                AlertWords.length(sources.settings().of(rule).learning()));
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
