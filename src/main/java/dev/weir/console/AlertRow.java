package dev.weir.console;

import dev.weir.alert.Alert;
import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertState;
import dev.weir.alert.Alerts;
import dev.weir.alert.Mute;
import dev.weir.console.Parts.Mark;
import org.jspecify.annotations.Nullable;

/**
 * An alert as a row.
 *
 * @param muted who said so and until when; null when nobody did
 * @param open whether something can still be done about it
 */
record AlertRow(
        String id,
        String href,
        Mark state,
        Mark severity,
        String rule,
        String subject,
        String summary,
        String measure,
        String since,
        String lastSeen,
        @Nullable String muted,
        boolean open,
        String evidence) {

    static AlertRow of(Alerts.Entry entry, AlertWords words, Texts texts) {
        Alert alert = entry.alert();
        String severity = texts.of("alert.severity." + alert.rule().severity().label());
        return new AlertRow(
                alert.id(),
                AlertsAddress.alert(alert.id()),
                words.mark(entry.state()),
                alert.rule().severity() == AlertRule.Severity.CRITICAL ? Mark.bad(severity) : Mark.warning(severity),
                words.title(alert.rule()),
                alert.subject().toString(),
                alert.summary(),
                words.measure(alert.measure()),
                texts.dayAndTime(alert.since()),
                texts.age(alert.lastSeen()),
                entry.mute() == null ? null : muted(entry.mute(), texts),
                entry.state() != AlertState.RESOLVED,
                AlertsAddress.evidence(alert.evidence()));
    }

    private static String muted(Mute mute, Texts texts) {
        return texts.of(
                "alert.muted." + mute.state().label(),
                mute.who(),
                texts.dayAndTime(mute.until()),
                mute.why(),
                texts.zone());
    }
}
