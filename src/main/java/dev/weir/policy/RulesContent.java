package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.net.Direction;

/** Names what the rules of a policy say in one direction, so that what was counted for a rule is not read as another's after an edit. */
public final class RulesContent {
    private RulesContent() {}

    public static long fingerprint(NetworkPolicy policy, Direction direction) {
        CanonicalContent content = new CanonicalContent("rules")
                .add(direction.name())
                .add(policy.rules(direction).size());
        policy.rules(direction).forEach(rule -> PolicyContent.add(content, rule));
        return Fingerprints.of(content).fingerprint();
    }
}
