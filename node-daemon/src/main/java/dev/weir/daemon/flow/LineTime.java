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

    private long second = Long.MIN_VALUE;
    private String secondText = "";

    void put(Instant instant, LineBuffer out) {
        if (instant.getEpochSecond() != second) {
            second = instant.getEpochSecond();
            secondText = SECOND.format(instant);
        }
        out.ascii(secondText);
        if (instant.getNano() > 0) {
            fraction(instant.getNano(), out.ascii('.'));
        }
        out.ascii('Z');
    }

    private static void fraction(int nanos, LineBuffer out) {
        var left = nanos;
        for (var unit = 100_000_000; left > 0; unit /= 10) {
            out.ascii((char) ('0' + left / unit));
            left %= unit;
        }
    }
}
