package dev.weir.daemon.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetTests {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Budget budget = new Budget(100, 0);

    private int admitted(String namespace, boolean allowed, int lines, long second) {
        var admitted = 0;
        for (var line = 0; line < lines; line++) {
            admitted += budget.admits(namespace, allowed, second * SECOND + line) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aQuietNamespaceLosesNothingBesideANoisyOne() {
        for (var second = 0; second < 10; second++) {
            assertThat(admitted("noisy", true, 10_000, second)).isGreaterThanOrEqualTo(40);
            assertThat(admitted("quiet", true, 30, second)).isEqualTo(30);
        }
    }

    @Test
    void noisyNamespacesShareEvenlyWhatIsLeft() {
        var sums = new HashMap<String, Integer>();
        for (var second = 0; second < 20; second++) {
            for (var namespace : new String[] {"a", "b", "c"}) {
                sums.merge(namespace, admitted(namespace, true, 5_000, second), Integer::sum);
            }
            sums.merge("quiet", admitted("quiet", true, 10, second), Integer::sum);
        }
        assertThat(sums.get("quiet")).isEqualTo(200);
        assertThat(sums.get("b")).isBetween(560, 640);
        assertThat(sums.get("c")).isBetween(560, 640);
    }

    @Test
    void deniesComeFirstWhoseverTheyAre() {
        admitted("noisy", true, 10_000, 0);
        assertThat(admitted("attacked", false, 80, 0)).isEqualTo(50);
        admitted("attacked", false, 80, 1);
        for (var second = 2; second < 10; second++) {
            admitted("noisy", true, 10_000, second);
            assertThat(admitted("attacked", false, 80, second)).isEqualTo(80);
        }
    }

    @Test
    void theDeniesOfOneNamespaceDoNotHideThoseOfAnother() {
        for (var second = 0; second < 10; second++) {
            admitted("scanned", false, 10_000, second);
            assertThat(admitted("other", false, 20, second)).isEqualTo(20);
        }
    }

    @Test
    void theRateHoldsOverAnyTimeExceptForOneSecondOfCredit() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var total = 0L;
        for (var second = 0; second < 200; second++) {
            for (var namespace = 0; namespace < 8; namespace++) {
                total += admitted("ns-" + random.nextInt(12), random.nextBoolean(), random.nextInt(200), second);
            }
            assertThat(total).as("seed %d, second %d", seed, second).isLessThanOrEqualTo((second + 2) * 100L);
        }
    }

    @Test
    void aQuietMinuteIsNoCreditForALoudSecond() {
        admitted("a", true, 10, 0);
        assertThat(admitted("a", true, 1_000, 60)).isEqualTo(100);
    }

    @Test
    void withoutALimitEverythingPasses() {
        var unlimited = new Budget(RecordOptions.UNLIMITED, 0);
        for (var line = 0; line < 100_000; line++) {
            assertThat(unlimited.admits("a", true, 0)).isTrue();
        }
    }
}
