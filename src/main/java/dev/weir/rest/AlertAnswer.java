package dev.weir.rest;

import dev.weir.alert.Alert;
import dev.weir.alert.Alerts;
import dev.weir.alert.Evidence;
import dev.weir.alert.Mute;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as the API says it.
 *
 * @param since when it began
 * @param lastSeen when its rule last held
 * @param resolved when it was over; missing while it is not
 * @param baseline missing where the rule has none
 */
record AlertAnswer(
        String id,

        @Schema(allowableValues = {"firing", "snoozed", "expected", "resolved"})
        String state,

        String rule,

        @Schema(allowableValues = {"critical", "warning"}) String severity,

        Subject subject,
        String summary,
        double value,
        double threshold,
        @Nullable Double baseline,
        String unit,
        Instant since,
        Instant lastSeen,
        @Nullable Instant resolved,
        Question evidence,
        @Nullable Muted muted) {

    /** @param kind of the name */
    record Subject(
            @Schema(allowableValues = {"workload", "address", "policy", "node", "store"})
            String kind,

            String namespace,
            String name) {}

    /**
     * What shows it.
     *
     * @param logs the page with exactly this filter and time
     * @param records the same through the API
     */
    record Question(String filter, Instant from, Instant to, String logs, String records) {
        static Question of(Evidence evidence) {
            String filter = URLEncoder.encode(evidence.filter(), StandardCharsets.UTF_8);
            String time = "&from=" + evidence.from() + "&to=" + evidence.to();
            return new Question(
                    evidence.filter(),
                    evidence.from(),
                    evidence.to(),
                    "/logs?q=" + filter + time,
                    "/api/v1/logs?filter=" + filter + time);
        }
    }

    /** Who said that nothing is to be done. */
    record Muted(String who, String why, Instant at, Instant until) {
        static Muted of(Mute mute) {
            return new Muted(mute.who(), mute.why(), mute.at(), mute.until());
        }
    }

    static AlertAnswer of(Alerts.Entry entry) {
        Alert alert = entry.alert();
        return new AlertAnswer(
                alert.id(),
                entry.state().label(),
                alert.rule().label(),
                alert.rule().severity().label(),
                new Subject(
                        alert.subject().kind().label(),
                        alert.subject().namespace(),
                        alert.subject().name()),
                alert.summary(),
                alert.measure().value(),
                alert.measure().threshold(),
                alert.measure().baseline(),
                alert.measure().unit(),
                alert.since(),
                alert.lastSeen(),
                alert.resolved(),
                Question.of(alert.evidence()),
                entry.mute() == null ? null : Muted.of(entry.mute()));
    }
}
