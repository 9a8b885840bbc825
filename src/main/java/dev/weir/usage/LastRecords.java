package dev.weir.usage;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.LastOfEach;
import dev.weir.flow.store.Likeness;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last record that each rule of a policy admitted, from the rules that the records themselves name. One question of bounded size: it finds
 * the last record of each decision, and one node decides for a rule in few ways. Where there are more, it says how far it looked.
 *
 * @param lookedFrom records since then were looked at
 * @param complete whether that is the whole of {@link #WINDOW}, or all the time since the policy was written
 */
public record LastRecords(Map<Key, StoredRecord> byRule, Instant lookedFrom, boolean complete) {
    public static final Duration WINDOW = Duration.ofDays(7);
    /** Decisions that are looked at. */
    private static final int MOST = 500;

    public LastRecords {
        byRule = Map.copyOf(byRule);
    }

    /** Which rule. */
    public record Key(Direction direction, int rule) {}

    static LastRecords of(PolicyRef policy, RecordReader records, Optional<Instant> written, Instant now) {
        Instant earliest = now.minus(WINDOW);
        Instant from = written.filter(time -> time.isAfter(earliest) && !time.isAfter(now))
                .orElse(earliest);
        TimeRange range = new TimeRange(from, now);
        LastOfEach decisions = records.lastOfEach(PolicyUses.admittedBy(policy), range, Likeness.DECISION, MOST);
        Map<Key, StoredRecord> last = new HashMap<>();
        for (StoredRecord stored : decisions.records()) {
            stored.record().policies().stream()
                    .filter(match -> match.policy().equals(policy))
                    .map(PolicyMatch::rules)
                    .flatMap(rules -> rules.stream())
                    .forEach(rule -> last.putIfAbsent(new Key(stored.record().direction(), rule), stored));
        }
        return new LastRecords(
                last,
                decisions.complete()
                        ? range.from()
                        : decisions.records().getLast().record().time(),
                decisions.complete());
    }

    public Optional<StoredRecord> of(Direction direction, int rule) {
        return Optional.ofNullable(byRule.get(new Key(direction, rule)));
    }
}
