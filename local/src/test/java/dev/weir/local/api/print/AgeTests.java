package dev.weir.local.api.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTests {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s", "PT1S, 1s", "PT119S, 119s", "PT2M, 2m", "PT2M5S, 2m5s", "PT10M30S, 10m", "PT179M, 179m", "PT3H, 3h",
                "PT3H7M, 3h7m",
        "PT8H59M, 8h", "PT47H, 47h", "PT48H, 2d", "PT50H, 2d2h", "P8D, 8d", "P729D, 729d", "P730D, 2y", "P800D, 2y70d",
                "P3000D, 8y",
        "PT-5S, <invalid>"
    })
    void anAgeIsWrittenAsKubectlDoes(Duration age, String text) {
        assertThat(Age.of(age)).isEqualTo(text);
    }

    @Test
    void anUnknownTimeHasNoAge() {
        assertThat(Age.since("", Instant.EPOCH)).isEqualTo("<unknown>");
        assertThat(Age.since("nonsense", Instant.EPOCH)).isEqualTo("<invalid>");
    }
}
