package dev.weir.daemon.count;

import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.PairKey;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Counters that a test lets grow. */
final class FakeKernelCounters implements KernelCounters {
    final Map<CounterKey, Long> verdicts = new HashMap<>();
    final Map<PairKey, Long> pairs = new HashMap<>();
    long uncounted;
    /** Runs before counters are removed: the daemon may die there. */
    Runnable beforeRemoval = () -> {};

    void count(int cookie, Verdict verdict, long count) {
        verdicts.merge(new CounterKey(cookie, Direction.INGRESS, verdict), count, Long::sum);
    }

    @Override
    public Map<CounterKey, Long> verdicts() {
        return Map.copyOf(verdicts);
    }

    @Override
    public void removeVerdicts(Collection<CounterKey> keys) {
        beforeRemoval.run();
        verdicts.keySet().removeAll(keys);
    }

    @Override
    public Map<PairKey, Long> pairs() {
        return Map.copyOf(pairs);
    }

    @Override
    public void removePairs(Collection<PairKey> keys) {
        pairs.keySet().removeAll(keys);
    }

    @Override
    public long uncounted() {
        return uncounted;
    }

    @Override
    public void settle() {
        // Nothing is under way.
    }
}
