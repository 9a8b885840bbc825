package dev.weir.forecast;

import dev.weir.flow.store.StoreStats;

/** What a record takes in the store. */
public final class DiskUse {
    /** Fewer say little, because a file has parts that do not grow with the records. */
    private static final long ENOUGH = 10_000;
    /** As measured for a store that has been compressed (docs/design/benchmarks.md). */
    private static final double USUAL = 40;

    private DiskUse() {}

    /** As this store has it, or as is usual. */
    public static double bytesPerRecord(StoreStats stats) {
        return stats.records() < ENOUGH || stats.bytes() == 0 ? USUAL : (double) stats.bytes() / stats.records();
    }
}
