package dev.weir.console;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertState;
import dev.weir.alert.Measure;
import dev.weir.alert.RuleSettings;
import dev.weir.console.Parts.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How the console says what an alert and its rule are. */
@Component
final class AlertWords {
    private final Texts texts;

    AlertWords(Texts texts) {
        this.texts = texts;
    }

    String title(AlertRule rule) {
        return texts.of("alert.rule." + rule.label());
    }

    String description(AlertRule rule) {
        return texts.of("alert.rule." + rule.label() + ".text");
    }

    Mark mark(AlertState state) {
        String word = texts.of("alert.state." + state.label());
        return switch (state) {
            case FIRING -> Mark.bad(word);
            case SNOOZED, EXPECTED -> Mark.quiet(word);
            case RESOLVED -> Mark.good(word);
        };
    }

    /** The value, the threshold, and what is usual where there is such a thing. */
    String measure(Measure measure) {
        String value = texts.of("alert.value", number(measure.value()), measure.unit());
        String threshold = texts.of("alert.threshold", number(measure.threshold()));
        return measure.baseline() == null
                ? value + " · " + threshold
                : value + " · " + threshold + " · " + texts.of("alert.baseline", number(measure.baseline()));
    }

    /** When a rule's alert begins, in a line. */
    String thresholds(AlertRule rule, RuleSettings settings) {
        List<String> parts = new ArrayList<>();
        if (settings.usesThreshold()) {
            parts.add(texts.of("alert.at-least", number(settings.threshold()), rule.unit()));
        }
        if (settings.usesFactor()) {
            parts.add(texts.of("alert.factor", number(settings.factor())));
        }
        parts.add(texts.of(settings.usesThreshold() ? "alert.window" : "alert.lasting", length(settings.window())));
        return String.join(", ", parts);
    }

    /** Of what the rule's baselines are numbers, or a list. */
    String baselineUnit(AlertRule rule) {
        return switch (rule) {
            case FIRST_SEEN_EGRESS -> texts.of("alert.baseline.destinations");
            case POLICY_STOPPED -> texts.of("alert.baseline.quiet");
            case DENIED_SPIKE, SCAN, RECORDS_INCOMPLETE, NODE_BEHIND, EXPECTATION_BROKEN -> rule.unit();
        };
    }

    private static String number(double number) {
        return number == Math.rint(number) || number >= 10
                ? String.format(Locale.ENGLISH, "%,.0f", number)
                : String.format(Locale.ENGLISH, "%.1f", number);
    }

    /** As a person writes it into a form: 90s, 5m, 1h, 1d. */
    static String length(Duration length) {
        long seconds = length.toSeconds();
        if (seconds % 86_400 == 0 && seconds > 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0 && seconds > 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
