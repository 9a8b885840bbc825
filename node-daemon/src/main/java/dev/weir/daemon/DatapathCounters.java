package dev.weir.daemon;

import dev.weir.daemon.count.KernelCounters;
import dev.weir.daemon.datapath.Datapath;
import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.Loss;
import dev.weir.daemon.layout.PairKey;
import java.util.Collection;
import java.util.Map;

/** The datapath, as the counting sees it. */
record DatapathCounters(Datapath datapath) implements KernelCounters {
    @Override
    public Map<CounterKey, Long> verdicts() {
        return datapath.counters();
    }

    @Override
    public void removeVerdicts(Collection<CounterKey> keys) {
        datapath.removeCounters(keys);
    }

    @Override
    public Map<PairKey, Long> pairs() {
        return datapath.pairs();
    }

    @Override
    public void removePairs(Collection<PairKey> keys) {
        datapath.removePairs(keys);
    }

    @Override
    public long uncounted() {
        return datapath.losses().getOrDefault(Loss.COUNTER_MAP_FULL, 0L);
    }

    @Override
    public void settle() {
        datapath.settle();
    }
}
