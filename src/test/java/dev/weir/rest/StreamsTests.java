package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.access.ApiTokens;
import dev.weir.audit.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsTests {
    @TempDir
    Path directory;

    private final AtomicInteger closed = new AtomicInteger();
    private Streams streams;

    @BeforeEach
    void start() {
        Clock clock = Clock.systemUTC();
        streams = new Streams(new ApiTokens(directory.resolve("tokens"), "", Journal.NONE, clock), clock);
        streams.start();
    }

    private Streams.Closing open() {
        return streams.open(closed::incrementAndGet);
    }

    @Test
    void thereIsALimitAndWhoeverClosesOneMakesRoom() {
        List<Streams.Closing> open = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            open.add(open());
        }
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(this::open)
                .satisfies(busy -> assertThat(busy.problem().status().value()).isEqualTo(429))
                .satisfies(busy -> assertThat(busy.problem().headers().getFirst("Retry-After"))
                        .isNotNull());
        open.getFirst().close();
        open();
        assertThat(closed).hasValue(1);
    }

    @Test
    void theEndOfTheServerClosesThemAllAndThoseThatComeLater() {
        open();
        open();
        streams.stop();
        assertThat(closed).hasValue(2);
        open();
        assertThat(closed).hasValue(3);
    }
}
