package dev.weir.alert;

import java.time.Duration;

/**
 * The thresholds of a rule. A setting that the rule does not use is 0.
 *
 * @param threshold from which value on it is an alert
 * @param window over how much time the value is taken; for what must last, how long
 * @param factor how many times the baseline the value must be as well
 * @param learning after the start of the watch, how long everything seen is taken for usual
 */
public record RuleSettings(boolean enabled, long threshold, Duration window, double factor, Duration learning) {
    private static final long HIGHEST = 1_000_000_000;
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(10);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(1);
    private static final Duration LONGEST_LEARNING = Duration.ofDays(30);

    /** These, with what the rule does not use left out; refuses what makes no sense. */
    RuleSettings checkedFor(AlertRule rule) {
        RuleSettings defaults = rule.defaults();
        check(!defaults.usesThreshold() || (threshold >= 1 && threshold <= HIGHEST), "A threshold is 1 to " + HIGHEST);
        check(isWithin(window, SHORTEST_WINDOW, LONGEST_WINDOW), "A window is 10 s to a day");
        check(!defaults.usesFactor() || (factor >= 1 && factor <= HIGHEST), "A factor is at least 1");
        check(
                !defaults.usesLearning() || isWithin(learning, Duration.ZERO, LONGEST_LEARNING),
                "A learning time is nothing to 30 days");
        return new RuleSettings(
                enabled,
                defaults.usesThreshold() ? threshold : 0,
                window,
                defaults.usesFactor() ? factor : 0,
                defaults.usesLearning() ? learning : Duration.ZERO);
    }

    /** These, with the defaults of what the rule did not use yet when they were kept. A factor that is used is never 0. */
    RuleSettings completedFor(AlertRule rule) {
        RuleSettings defaults = rule.defaults();
        return defaults.usesFactor() && !usesFactor()
                ? new RuleSettings(enabled, threshold, window, defaults.factor(), defaults.learning())
                : this;
    }

    private static boolean isWithin(Duration length, Duration shortest, Duration longest) {
        return length.compareTo(shortest) >= 0 && length.compareTo(longest) <= 0;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AlertException(otherwise + ".");
        }
    }

    public boolean usesThreshold() {
        return threshold > 0;
    }

    public boolean usesFactor() {
        return factor > 0;
    }

    /** Asked of a rule's defaults. */
    public boolean usesLearning() {
        return learning.isPositive();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(enabled ? "on" : "off");
        if (usesThreshold()) {
            text.append(", threshold ").append(threshold);
        }
        text.append(", window ").append(window);
        if (usesFactor()) {
            text.append(", ").append(factor).append(" times the baseline");
        }
        if (usesLearning()) {
            text.append(", learning ").append(learning);
        }
        return text.toString();
    }
}
