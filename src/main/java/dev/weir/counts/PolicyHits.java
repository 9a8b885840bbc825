package dev.weir.counts;

import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.RuleCount;
import dev.weir.nodes.NodeCounts.Tally;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a policy admitted in one direction, and what was denied at the pods that it isolates.
 *
 * @param tally of the policy, through all its edits
 * @param since when the first node began to count these rules; null while none does
 * @param rules each rule as it is now, also those that admitted nothing
 */
public record PolicyHits(
        PolicyRef policy,
        Direction direction,
        Tally tally,
        @Nullable Instant since,
        List<RuleCount> rules) {
    public PolicyHits {
        rules = List.copyOf(rules);
    }

    /** Since when the rules of each direction are as they are, which an edit of the other direction does not change. */
    public static Map<Direction, Instant> since(List<PolicyHits> hits) {
        Map<Direction, Instant> since = new EnumMap<>(Direction.class);
        hits.forEach(one -> {
            if (one.since() != null) {
                since.put(one.direction(), one.since());
            }
        });
        return since;
    }
}
