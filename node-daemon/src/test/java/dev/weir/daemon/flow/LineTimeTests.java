package dev.weir.daemon.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineTimeTests {
    // Go's RFC3339Nano.
    private static final DateTimeFormatter MEASURE = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);
    private static final int[] UNITS = {1, 1_000, 1_000_000, 100_000_000};

    private final LineTime time = new LineTime();

    private String text(Instant instant) {
        var out = new LineBuffer(1);
        time.put(instant, out);
        return US_ASCII.decode(out.written()).toString();
    }

    @Test
    void aFractionHasNoTrailingZerosAndAWholeSecondHasNone() {
        assertThat(text(Instant.parse("2026-11-22T10:15:30.120Z"))).isEqualTo("2026-11-22T10:15:30.12Z");
        assertThat(text(Instant.parse("2026-11-22T10:15:30Z"))).isEqualTo("2026-11-22T10:15:30Z");
        assertThat(text(Instant.parse("2026-11-22T10:15:30.000000001Z"))).isEqualTo("2026-11-22T10:15:30.000000001Z");
    }

    @Test
    void timesInAnyOrderAreWrittenAsTheFormatterWritesThem() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++) {
            var unit = UNITS[random.nextInt(UNITS.length)];
            var instant = Instant.ofEpochSecond(
                    1_795_000_000L + random.nextInt(3), random.nextInt(1_000_000_000 / unit) * unit);
            assertThat(text(instant)).as("seed " + seed).isEqualTo(MEASURE.format(instant));
        }
    }
}
