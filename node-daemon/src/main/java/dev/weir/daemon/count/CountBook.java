package dev.weir.daemon.count;

import dev.weir.daemon.count.Counts.Pair;
import dev.weir.daemon.count.Counts.PairEnd;
import dev.weir.daemon.count.Counts.PairRest;
import dev.weir.daemon.count.Counts.Unattributed;
import dev.weir.daemon.flow.Names;
import dev.weir.daemon.flow.Peer;
import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.PairKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node counted, ever. The kernel's counters are entered by how much they have grown, so nothing is entered twice and
 * nothing is left out, over every restart. Not thread-safe; {@link Counting} guards it.
 */
final class CountBook {
    private final VerdictTable verdicts = new VerdictTable();
    private final PairTable pairs;
    private final Map<CounterKey, Long> enteredVerdicts = new HashMap<>();
    private final Map<PairKey, Long> enteredPairs = new HashMap<>();
    private final Instant since;
    private Unattributed unattributed = Unattributed.NONE;
    private long enteredUncounted;
    private long version = 1;
    private @Nullable Collection<Cookie> inForce;
    private boolean isNew;

    /** A new book. */
    CountBook(int pairPlaces, Instant since) {
        pairs = new PairTable(pairPlaces);
        this.since = since;
        isNew = true;
    }

    CountBook(int pairPlaces, SavedCounts saved) {
        pairs = new PairTable(pairPlaces);
        since = saved.counts().since();
        unattributed = saved.counts().unattributed();
        verdicts.restore(saved.counts());
        pairs.restore(saved.counts());
        enteredVerdicts.putAll(saved.counters());
        enteredPairs.putAll(saved.pairs());
        enteredUncounted = saved.uncounted();
    }

    /** Before anything is attached: a counter that is not there has been removed, or its map is a new one, and begins at zero. */
    void takeOver(KernelCounters kernel) {
        enteredVerdicts.keySet().retainAll(kernel.verdicts().keySet());
        enteredPairs.keySet().retainAll(kernel.pairs().keySet());
        enteredUncounted = Math.min(enteredUncounted, kernel.uncounted());
    }

    /**
     * Enters what is new. A counter whose cookie has no name yet waits: its name is on its way.
     *
     * @param recorded between whom, as events and merged denials said
     */
    void enter(KernelCounters kernel, Map<PairKey, Long> recorded, Names names, Instant now) {
        var mark = new Mark(now, ++version);
        if (names.cookiesInForce() != inForce) {
            inForce = names.cookiesInForce();
            verdicts.inForce(inForce, mark);
        }
        recorded.forEach((pair, count) -> enter(pair, count, names, mark));
        enterPairs(kernel, names, mark);
        kernel.verdicts().forEach((key, count) -> enter(key, count, names, mark));
        enterUncounted(kernel.uncounted());
        if (isNew) {
            isNew = false;
            giveUpWhatWasBefore();
        }
    }

    private void enter(CounterKey key, long count, Names names, Mark mark) {
        var cookie = names.cookie(key.cookie());
        if (cookie == null && key.cookie() != 0) {
            return;
        }
        var more = grown(enteredVerdicts, key, count);
        if (more == 0) {
            return;
        }
        if (cookie != null) {
            verdicts.add(cookie, key.verdict(), more, mark);
        } else if (key.verdict() == Verdict.ALLOWED) {
            unattributed = unattributed.unisolated(key.direction(), more);
        } else {
            unattributed = unattributed.unnamed(more);
        }
    }

    /** By how much a counter has grown. One that is less than it was has been made anew. */
    private static <K> long grown(Map<K, Long> entered, K key, long count) {
        var before = entered.getOrDefault(key, 0L);
        entered.put(key, count);
        return count < before ? count : count - before;
    }

    // What did not grow since the last look is forgotten when there is much of it: a flood from many addresses leaves
    // again.
    private void enterPairs(KernelCounters kernel, Names names, Mark mark) {
        var counters = kernel.pairs();
        var quiet = new ArrayList<PairKey>();
        counters.forEach((pair, count) -> {
            var more = grown(enteredPairs, pair, count);
            if (more == 0) {
                quiet.add(pair);
            } else {
                enter(pair, more, names, mark);
            }
        });
        if (counters.size() > Counting.PAIRS_IN_KERNEL) {
            kernel.removePairs(quiet);
            quiet.forEach(enteredPairs::remove);
        }
    }

    private void enter(PairKey key, long count, Names names, Mark mark) {
        var pair = new Pair(end(key.source(), names), end(key.destination(), names), key.direction());
        pairs.add(pair, key.verdict(), count, mark);
    }

    private static PairEnd end(Address address, Names names) {
        return switch (names.peer(address)) {
            case Peer.Pod(Workload pod) ->
                pod.kind().isEmpty()
                        ? new PairEnd(pod.namespace(), "Pod", pod.pod())
                        : new PairEnd(pod.namespace(), pod.kind(), pod.name());
            case Peer.Node node -> new PairEnd("", "Node", node.name());
            case Peer.Instance instance -> PairEnd.OUTSIDE;
        };
    }

    private void enterUncounted(long count) {
        unattributed = unattributed.uncounted(count < enteredUncounted ? count : count - enteredUncounted);
        enteredUncounted = count;
    }

    // The counters are older than the book, and nobody knows any more between whom it was.
    private void giveUpWhatWasBefore() {
        for (var direction : Direction.values()) {
            for (var verdict : Verdict.values()) {
                pairs.retire(direction, verdict, unknown(direction, verdict));
            }
        }
    }

    // Denials come a little later than their counters, and the two are not read at one moment.
    private long unknown(Direction direction, Verdict verdict) {
        return Math.max(0, verdicts.total(direction, verdict) - pairs.total(new PairTable.Kind(direction, verdict)));
    }

    /** A counter that will not grow any more, and whose cookie nobody can name. */
    void enterUnnamed(Collection<CounterKey> gone, KernelCounters kernel, Names names) {
        var counters = kernel.verdicts();
        for (var key : gone) {
            if (names.cookie(key.cookie()) == null) {
                unattributed = unattributed.unnamed(grown(enteredVerdicts, key, counters.getOrDefault(key, 0L)));
            }
        }
    }

    /** These counters are no more. */
    void removed(Collection<CounterKey> gone) {
        gone.forEach(enteredVerdicts::remove);
    }

    /** What changed after that version; everything when changes do not tell it. */
    Counts after(long earlier) {
        var all = earlier == 0
                || verdicts.policies().lostSomeAfter(earlier)
                || pairs.entries().lostSomeAfter(earlier);
        var from = all ? 0 : earlier;
        return new Counts(
                all,
                version,
                since,
                verdicts.policies().changedAfter(from),
                verdicts.namespaces().changedAfter(from),
                pairs.entries().changedAfter(from),
                rest(),
                unattributed);
    }

    private List<PairRest> rest() {
        var rest = new ArrayList<PairRest>();
        for (var direction : Direction.values()) {
            for (var verdict : Verdict.values()) {
                var kind = new PairTable.Kind(direction, verdict);
                rest.add(new PairRest(
                        direction, verdict, pairs.other(kind), pairs.retired(kind), unknown(direction, verdict)));
            }
        }
        return rest;
    }

    SavedCounts saved() {
        return new SavedCounts(after(0), enteredVerdicts, enteredPairs, enteredUncounted);
    }
}
