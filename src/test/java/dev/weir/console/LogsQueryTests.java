package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.flow.store.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogsQueryTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void fieldsOfTheFormBecomeClausesThatCannotBreakOut() {
        LogsQuery query = query("a OR b", "x\" OR disposition=\"allow", "");
        assertThat(query.text()).isEqualTo("(a OR b\n) AND pod=\"x\\\" OR disposition=\\\"allow\"");
    }

    @Test
    void aLengthCountsBackFromTheEnd() {
        assertThat(query("", "", "15m").range(NOON)).isEqualTo(TimeRange.before(NOON, Duration.ofMinutes(15)));
        assertThat(query("", "", "-7d").range(NOON).length()).isEqualTo(Duration.ofDays(7));
        assertThat(query("", "", "").range(NOON).length()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aTimeThatIsNoneOrThatComesAfterTheEndIsRefused() {
        assertThatThrownBy(() -> query("", "", "yesterday").range(NOON)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> query("", "", "2026-03-01T13:00:00Z").range(NOON))
                .isInstanceOf(DateTimeException.class);
    }

    @Test
    void theHistogramHasAtMostEightyColumns() {
        for (String window : new String[] {"5m", "15m", "1h", "6h", "24h", "7d", "400d"}) {
            TimeRange range = query("", "", window).range(NOON);
            assertThat(range.length().dividedBy(Histogram.step(range))).isLessThan(80);
        }
    }

    private static LogsQuery query(String q, String pod, String from) {
        return new LogsQuery(q, "", "", pod, "", "", from, "", "", "", false, false);
    }
}
