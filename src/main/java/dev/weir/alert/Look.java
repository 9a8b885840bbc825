package dev.weir.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * When a rule is looked at.
 *
 * @param last when it was looked at before; not so long ago that the question would be large
 * @param watchedSince when the watch began, restarts not counted
 */
public record Look(Instant now, Instant last, Instant watchedSince, RuleSettings settings) {

    /** Since the last look. */
    public Duration elapsed() {
        return Duration.between(last, now);
    }

    /** Before it, whatever is seen is taken for usual. */
    public Instant learnedAt() {
        return watchedSince.plus(settings.learning());
    }

    public boolean isLearning() {
        return now.isBefore(learnedAt());
    }
}
