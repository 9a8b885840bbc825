package dev.weir.daemon.count;

import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.PairKey;
import java.util.Collection;
import java.util.Map;

/** What the datapath counts. Counts only grow, until they are removed. */
public interface KernelCounters {
    Map<CounterKey, Long> verdicts();

    void removeVerdicts(Collection<CounterKey> keys);

    Map<PairKey, Long> pairs();

    void removePairs(Collection<PairKey> keys);

    /** What there was no room to count. */
    long uncounted();

    /** Returns when every packet that was being judged at the call has been judged, and so counted. */
    void settle();
}
