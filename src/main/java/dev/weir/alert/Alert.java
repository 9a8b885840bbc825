package dev.weir.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A rule holds or held for a subject.
 *
 * @param id the same for the same rule and subject, for ever
 * @param since when this time began
 * @param lastSeen when the rule last held
 * @param resolved when it was over; null while it is not
 */
public record Alert(
        String id,
        AlertRule rule,
        AlertSubject subject,
        String summary,
        Measure measure,
        Evidence evidence,
        Instant since,
        Instant lastSeen,
        @Nullable Instant resolved) {
    private static final int ID_BYTES = 8;

    static Alert of(AlertRule rule, Finding finding, Instant now) {
        return new Alert(
                id(rule, finding.subject()),
                rule,
                finding.subject(),
                finding.summary(),
                finding.measure(),
                finding.evidence(),
                now,
                now,
                null);
    }

    public static String id(AlertRule rule, AlertSubject subject) {
        String text = rule.label() + "\n" + subject.kind().label() + "\n" + subject;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** The rule holds still, or again: then it is another time. */
    Alert seen(Finding finding, Instant now) {
        return new Alert(
                id,
                rule,
                subject,
                finding.summary(),
                finding.measure(),
                finding.evidence(),
                resolved == null ? since : now,
                now,
                null);
    }

    Alert resolvedAt(Instant now) {
        return new Alert(id, rule, subject, summary, measure, evidence, since, lastSeen, now);
    }

    boolean over() {
        return resolved != null;
    }
}
