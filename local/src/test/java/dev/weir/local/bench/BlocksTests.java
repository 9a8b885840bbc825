package dev.weir.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.local.bench.Blocks.Pairing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlocksTests {

    @Test
    void whatGrowsWhileItIsMeasuredMeetsBothSides() {
        long[] drifting = {1_000_000};
        Blocks blocks = Blocks.measure(40, with -> (drifting[0] += 10_000) * (with ? 102 : 100) / 100);
        assertThat(blocks.ratio()).isCloseTo(1.02, within(0.01));
    }

    @Test
    void eachSideIsSometimesFirst() {
        List<Boolean> order = new ArrayList<>();
        Blocks.measure(40, with -> {
            order.add(with);
            return 1;
        });
        assertThat(order).hasSize(80);
        List<Boolean> first =
                IntStream.range(0, 40).mapToObj(pair -> order.get(2 * pair)).toList();
        assertThat(first).contains(true, false);
        assertThat(order.stream().filter(with -> with)).hasSize(40);
    }

    @Test
    void theSpanHoldsTheTrueMedianInNineteenOfTwentyRuns() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long held = Stream.generate(() -> random(random))
                .limit(2_000)
                .filter(blocks -> blocks.confidence().getFirst() <= 1.0
                        && blocks.confidence().getLast() >= 1.0)
                .count();
        assertThat(held).as("seed " + seed).isGreaterThan(1_860);
    }

    /** Ratios whose median is 1, with a long tail above it. */
    private static Blocks random(Random random) {
        return new Blocks(IntStream.range(0, 40)
                .mapToObj(pair -> {
                    double away = Math.abs(random.nextGaussian());
                    double ratio = random.nextBoolean() ? 1 + away * away / 10 : 1 - Math.min(0.5, away / 50);
                    return new Pairing(1_000_000, Math.round(1_000_000 * ratio));
                })
                .toList());
    }

    @Test
    void fewPairsHaveTheSpanOfAllThereAre() {
        Blocks blocks = new Blocks(List.of(new Pairing(100, 90), new Pairing(100, 110), new Pairing(100, 102)));
        assertThat(blocks.ratio()).isEqualTo(1.02);
        assertThat(blocks.confidence()).containsExactly(0.9, 1.1);
    }
}
