package dev.weir.pairs;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.Likeness;
import dev.weir.flow.store.PairPort;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.pairs.PairQuestion.Order;
import dev.weir.pairs.PairQuestion.Scope;
import dev.weir.pairs.PairQuestion.Show;
import dev.weir.pairs.PairQuestion.Wanted;
import dev.weir.pairs.TalkingPair.Ends;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between whom most is denied, each with a record that can be explained. */
public final class DeniedPairs {
    /** So many pairs are enough for a page. */
    public static final int STANDARD = 20;

    /** More of them in a time are not looked up. */
    private static final int PAIRS = 500;

    private final PairFinder finder;
    private final RecordReader records;

    public DeniedPairs(PairFinder finder, RecordReader records) {
        this.finder = finder;
        this.records = records;
    }

    /** @param newest its last denial; null when that is not among the newest of all, or none is recorded */
    public record Denied(TalkingPair pair, @Nullable StoredRecord newest) {}

    /** @param more pairs that are not among these */
    public record Found(List<Denied> denied, int more) {}

    /** With an end in the namespace, the most packets first; as of a time as {@link PairQuestion#asOf}. Throws {@link dev.weir.flow.store.RecordStoreException}. */
    public Found of(String namespace, TimeRange range, @Nullable ClusterSnapshot asOf, int limit) {
        Wanted denied = new Wanted(Scope.WORKLOAD, Show.DENIED, Order.DENIED);
        PairQuestion question = new PairQuestion(List.of(namespace), "", range, denied, asOf);
        Pairs pairs = finder.find(question, limit);
        Map<Ends, StoredRecord> newest = newest(question);
        return new Found(
                pairs.pairs().stream()
                        .map(pair -> new Denied(pair, newest.get(pair.ends())))
                        .toList(),
                pairs.more());
    }

    private Map<Ends, StoredRecord> newest(PairQuestion question) {
        RecordFilter denials = question.recordFilter().and(RecordFilter.parse("disposition=\"deny\""));
        Map<Ends, StoredRecord> newest = new HashMap<>();
        records.lastOfEach(denials, question.range(), Likeness.PAIR, PAIRS)
                .records()
                .forEach(stored ->
                        newest.putIfAbsent(Ends.of(PairPort.of(stored.record()).pair()), stored));
        return newest;
    }
}
