package dev.weir.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;

/**
 * Two sides, measured in short blocks right after one another, in random order: what else the machine does meets both. The figure is
 * the median of the pairs' ratios, with the span in which the true median lies with 95 % confidence, whatever the distribution.
 */
record Blocks(List<Pairing> pairings) {

    /** Two neighbouring blocks. */
    record Pairing(long without, long with) {
        double ratio() {
            return (double) with / without;
        }
    }

    Blocks {
        pairings = List.copyOf(pairings);
    }

    /** @param block measures one block, with or without */
    static Blocks measure(int pairs, ToLongFunction<Boolean> block) {
        Random order = new Random(1);
        List<Pairing> pairings = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            boolean first = order.nextBoolean();
            long one = block.applyAsLong(first);
            long other = block.applyAsLong(!first);
            pairings.add(first ? new Pairing(other, one) : new Pairing(one, other));
        }
        return new Blocks(pairings);
    }

    double ratio() {
        List<Double> ascending = ratios();
        int middle = ascending.size() / 2;
        return ascending.size() % 2 == 1
                ? ascending.get(middle)
                : (ascending.get(middle - 1) + ascending.get(middle)) / 2;
    }

    /** How many of n values are below the true median is binomial: within 1.96 standard deviations of n / 2 with 95 %. */
    List<Double> confidence() {
        List<Double> ascending = ratios();
        int below = (int) Math.floor((ascending.size() - 1.96 * Math.sqrt(ascending.size())) / 2);
        int first = Math.max(0, below - 1);
        return List.of(ascending.get(first), ascending.get(ascending.size() - 1 - first));
    }

    long without() {
        return median(pairings.stream().map(Pairing::without).sorted().toList());
    }

    long with() {
        return median(pairings.stream().map(Pairing::with).sorted().toList());
    }

    private static long median(List<Long> ascending) {
        return ascending.get(ascending.size() / 2);
    }

    private List<Double> ratios() {
        return pairings.stream().map(Pairing::ratio).sorted().toList();
    }
}
