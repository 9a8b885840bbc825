package dev.weir.daemon.flow;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times as Go's RFC3339Nano writes them: the fraction without trailing zeros, none when it is zero. Lines come in the order of time, so the text of a second is
 * made once. Not thread-safe.
 */
final class LineTime {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder(32);
    private long second = Long.MIN_VALUE;
    private int secondLength;

    String text(Instant instant) {
        if (instant.getEpochSecond() != second) {
            second = instant.getEpochSecond();
            text.setLength(0);
            SECOND.formatTo(instant, text);
            secondLength = text.length();
        }
        text.setLength(secondLength);
        appendFraction(instant.getNano());
        return text.append('Z').toString();
    }

    private void appendFraction(int nanos) {
        if (nanos == 0) {
            return;
        }
        text.append('.');
        var left = nanos;
        for (var unit = 100_000_000; left > 0; unit /= 10) {
            text.append((char) ('0' + left / unit));
            left %= unit;
        }
    }
}
