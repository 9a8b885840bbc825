package dev.weir.usage;

import dev.weir.flow.store.TimeRange;
import java.util.List;

/**
 * How much of a policy was used.
 *
 * @param recorded whether what it admits is recorded now; if not, nothing follows from the absence of records
 * @param range that was looked at
 * @param rules in the order of the policy
 * @param notSeen sentences: what may have happened without being among the records
 */
public record PolicyUse(boolean recorded, TimeRange range, List<RuleUse> rules, List<String> notSeen) {
    public PolicyUse {
        rules = List.copyOf(rules);
        notSeen = List.copyOf(notSeen);
    }

    /** Rules that can be tightened: only when something is known about what they admitted. */
    public List<RuleUse> tooWide() {
        return recorded ? rules.stream().filter(RuleUse::isTooWide).toList() : List.of();
    }
}
