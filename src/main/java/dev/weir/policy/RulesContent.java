package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.net.Direction;

/**
 * Names what the rules of a policy say in one direction, so that what was counted for a rule is not read as another's after an edit, and
 * what was counted in shadow not as what was enforced.
 */
public final class RulesContent {
    private RulesContent() {}

    public static long fingerprint(NetworkPolicy policy, PolicyMode mode, Direction direction) {
        CanonicalContent content = new CanonicalContent(mode == PolicyMode.SHADOW ? "rules in shadow" : "rules")
                .add(direction.name())
                .add(policy.rules(direction).size());
        policy.rules(direction).forEach(rule -> PolicyContent.add(content, rule));
        return Fingerprints.of(content).fingerprint();
    }
}
