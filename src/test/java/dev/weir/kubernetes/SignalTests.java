package dev.weir.kubernetes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class SignalTests {
    private static final int TIMES = 100_000;

    private final Signal signal = new Signal();

    @Test
    void isHeardOnceHoweverOftenItWasRaised() throws InterruptedException {
        signal.raise();
        signal.raise();

        assertThat(signal.await(Duration.ZERO)).isTrue();
        assertThat(signal.await(Duration.ofNanos(1))).isFalse();
    }

    /** The next one comes only when this one was heard, and patience always ends about then: one that is lost is waited for in vain. */
    @Test
    void isNotLostInTheMomentInWhichPatienceEnds() throws InterruptedException {
        Semaphore heard = new Semaphore(0);
        Thread listener = Thread.ofPlatform().start(() -> listen(heard));
        try {
            for (int time = 0; time < TIMES; time++) {
                signal.raise();
                assertThat(heard.tryAcquire(10, SECONDS))
                        .as("signal %s of %s", time, TIMES)
                        .isTrue();
            }
        } finally {
            listener.interrupt();
            listener.join();
        }
    }

    private void listen(Semaphore heard) {
        try {
            while (true) {
                if (signal.await(Duration.ofNanos(1_000))) {
                    heard.release();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
