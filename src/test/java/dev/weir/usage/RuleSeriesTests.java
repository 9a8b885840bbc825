package dev.weir.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.net.Direction;
import dev.weir.usage.RuleSeries.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A policy with two rules for ingress and one for egress, and four minutes. */
class RuleSeriesTests {
    private static final Instant NOON = FlowRecords.NOON;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TimeRange TIME = new TimeRange(NOON, NOON.plusSeconds(240));
    private static final PolicyRef REF = new PolicyRef("shop", "db");
    private static final Rule ANYBODY = new Rule(List.of(), List.of());
    private static final NetworkPolicy POLICY = new NetworkPolicy(
            REF,
            Map.of(),
            LabelSelector.EVERYTHING,
            Set.of(Direction.INGRESS, Direction.EGRESS),
            List.of(ANYBODY, ANYBODY),
            List.of(ANYBODY));
    private static final Key FIRST = new Key(Direction.INGRESS, 0);
    private static final Key SECOND = new Key(Direction.INGRESS, 1);
    private static final Key EGRESS = new Key(Direction.EGRESS, 0);

    private final MemoryRecordStore store = new MemoryRecordStore();
    private long sequence;

    private void record(Direction direction, long second, Integer... rules) {
        FlowRecord like = FlowRecords.allowed(++sequence, NOON.plusSeconds(second));
        FlowRecord flow = new FlowRecord(
                like.sequence(),
                like.time(),
                like.time(),
                like.verdict(),
                direction,
                like.connection(),
                like.source(),
                like.destination(),
                List.of(new PolicyMatch("NetworkPolicy", REF, List.of(rules))),
                1,
                7);
        store.append("node-1", 1, List.of(flow));
    }

    private RuleSeries series(Map<Direction, Instant> since) {
        return RuleSeries.of(POLICY, store, TIME, MINUTE, since);
    }

    private static Map<Direction, Instant> since(long ingress, long egress) {
        return Map.of(Direction.INGRESS, NOON.plusSeconds(ingress), Direction.EGRESS, NOON.plusSeconds(egress));
    }

    @Test
    void everyRuleHasANumberForEveryInterval() {
        record(Direction.INGRESS, 0, 0);
        record(Direction.INGRESS, 1, 0, 1);
        record(Direction.EGRESS, 61, 0);
        record(Direction.INGRESS, 239, 1);
        RuleSeries series = series(since(-60, -60));
        assertThat(series.starts())
                .containsExactly(NOON, NOON.plusSeconds(60), NOON.plusSeconds(120), NOON.plusSeconds(180));
        assertThat(series.byRule())
                .isEqualTo(Map.of(
                        FIRST, List.of(2L, 0L, 0L, 0L),
                        SECOND, List.of(1L, 0L, 0L, 1L),
                        EGRESS, List.of(0L, 1L, 0L, 0L)));
        assertThat(series.untold()).isZero();
    }

    /** Before it, index 0 was the index of another rule. */
    @Test
    void whatHappenedBeforeTheRulesWereAsTheyAreIsNotTold() {
        record(Direction.INGRESS, 70, 0);
        record(Direction.INGRESS, 100, 0);
        record(Direction.EGRESS, 70, 0);
        record(Direction.EGRESS, 185, 0);
        RuleSeries series = series(since(90, 150));
        assertThat(series.byRule().get(FIRST)).as("in part, from the edit on").containsExactly(null, 1L, 0L, 0L);
        assertThat(series.byRule().get(EGRESS)).as("from the next interval on").containsExactly(null, null, null, 1L);
    }

    @Test
    void rulesOfWhichNoNodeHasToldAreNotTold() {
        record(Direction.INGRESS, 70, 0);
        assertThat(series(Map.of()).byRule().get(FIRST)).containsExactly(null, null, null, null);
        assertThat(series(Map.of(Direction.INGRESS, NOON.minusSeconds(1)))
                        .byRule()
                        .get(EGRESS))
                .containsExactly(null, null, null, null);
        assertThat(series(since(300, 300)).byRule().get(FIRST))
                .as("they are younger than the time")
                .containsExactly(null, null, null, null);
    }

    @Test
    void recordsThatNameNoRuleOrOneThatIsNotThereAreCountedBeside() {
        record(Direction.INGRESS, 0);
        record(Direction.INGRESS, 61, 0, 7);
        RuleSeries series = series(since(-60, -60));
        assertThat(series.byRule().get(FIRST)).containsExactly(0L, 1L, 0L, 0L);
        assertThat(series.untold()).isEqualTo(2);
    }
}
