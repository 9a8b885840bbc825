package dev.weir.local.bench.console;

import java.util.Random;
import java.util.TreeMap;

/**
 * The same piece of work each time. The machine may be shared with others that nobody sees: when this takes longer than at its best, pages
 * do as well, and that is not the server's doing.
 */
final class Yardstick {
    private static final int NAMES = 4_000;
    private static final long SEED = 20261126;

    private final String[] names;

    Yardstick() {
        names = new Random(SEED).ints(NAMES).mapToObj(Integer::toHexString).toArray(String[]::new);
        milliseconds();
    }

    /** How long the work takes just now. */
    double milliseconds() {
        long started = System.nanoTime();
        TreeMap<String, Integer> places = new TreeMap<>();
        for (int place = 0; place < NAMES; place++) {
            places.put(names[place], place);
        }
        double took = (System.nanoTime() - started) / 1e6;
        if (places.isEmpty()) {
            throw new IllegalStateException("nothing was done");
        }
        return took;
    }
}
