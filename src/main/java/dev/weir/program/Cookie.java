package dev.weir.program;

import dev.weir.net.Direction;
import java.util.List;

/** Names policies: all that admit a connection and by which rules, or, without rules, all that isolate a pod. */
public record Cookie(long fingerprint, Direction direction, List<PolicyMatch> policies) {
    public Cookie {
        policies = List.copyOf(policies);
    }

    /**
     * A policy, and which of its rules.
     *
     * @param rules indexes into spec.ingress or spec.egress
     * @param content fingerprint of the rules in that direction: when they change, the indexes mean others
     */
    public record PolicyMatch(String kind, String namespace, String name, List<Integer> rules, long content) {
        public PolicyMatch {
            rules = List.copyOf(rules);
        }
    }
}
