package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTests {

    @Test
    void theLimitDoublesUntilItStays() {
        var backoff = new Backoff(() -> 1);
        var waits = new ArrayList<Duration>();
        for (var i = 0; i < 6; i++) {
            waits.add(backoff.next());
        }

        assertThat(waits).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L);
    }

    @Test
    void afterASuccessItBeginsAgain() {
        var backoff = new Backoff(() -> 1);
        backoff.next();
        backoff.next();
        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Backoff.FIRST);
    }

    @Test
    void aThousandDaemonsThatLoseTheirServerDoNotComeBackInTheSameMoment() {
        var random = new Random(1);
        var perTenth = new Integer[10];
        Arrays.fill(perTenth, 0);
        for (var daemon = 0; daemon < 1000; daemon++) {
            var wait = new Backoff(random::nextDouble).next();
            perTenth[(int) (wait.toNanos() * 10 / Backoff.FIRST.toNanos())]++;
        }

        assertThat(perTenth).allSatisfy(attempts -> assertThat(attempts).isBetween(60, 140));
    }
}
