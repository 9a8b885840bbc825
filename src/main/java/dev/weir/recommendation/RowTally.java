package dev.weir.recommendation;

import dev.weir.recommendation.Recommendation.Reason;
import dev.weir.recommendation.Recommendation.Row;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up rows that look the same to a person: pods of one workload are one end. */
final class RowTally {
    private final Map<Key, Row> sums = new LinkedHashMap<>();

    private record Key(String from, String to, String protocol, int port, Reason reason, String why) {}

    static Row row(Observed observed, Reason reason, String why) {
        Observed.Ends ends = observed.ends();
        return new Row(
                Observed.words(ends.from()),
                Observed.words(ends.to()),
                ends.protocol().toString(),
                ends.port(),
                observed.connections(),
                observed.last(),
                observed.sample(),
                reason,
                why);
    }

    void add(Row row) {
        sums.merge(
                new Key(row.from(), row.to(), row.protocol(), row.port(), row.reason(), row.why()), row, RowTally::sum);
    }

    private static Row sum(Row one, Row other) {
        Row later = one.last().isBefore(other.last()) ? other : one;
        return new Row(
                one.from(),
                one.to(),
                one.protocol(),
                one.port(),
                one.connections() + other.connections(),
                later.last(),
                later.sample(),
                one.reason(),
                one.why());
    }

    /** The most connections first. */
    List<Row> rows() {
        return sums.values().stream()
                .sorted(Comparator.comparingLong(Row::connections)
                        .reversed()
                        .thenComparing(row -> row.from() + " " + row.to() + " " + row.protocol() + row.port()))
                .toList();
    }
}
