package dev.weir.local.bench;

import java.util.List;

/** The smallest of some figures below which there are so many of them, the nearest rank. */
public final class Percentile {
    private Percentile() {}

    /**
     * One of the figures.
     *
     * @param ascending not empty
     * @param share above 0, at most 1
     */
    public static double of(List<Double> ascending, double share) {
        return ascending.get((int) Math.ceil(share * ascending.size()) - 1);
    }
}
