package dev.weir.program;

import dev.weir.net.Direction;
import java.util.List;

/** Names policies: all that admit a connection and by which rules, or, without rules, all that isolate a pod. */
public record Cookie(long fingerprint, Direction direction, List<PolicyMatch> policies) {
    public Cookie {
        policies = List.copyOf(policies);
    }

    /** Indexes into spec.ingress or spec.egress. */
    public record PolicyMatch(String kind, String namespace, String name, List<Integer> rules) {
        public PolicyMatch {
            rules = List.copyOf(rules);
        }
    }
}
