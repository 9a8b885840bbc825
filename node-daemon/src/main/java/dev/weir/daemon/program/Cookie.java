package dev.weir.daemon.program;

import dev.weir.daemon.net.Direction;
import java.util.List;

/**
 * What a cookie means: every policy that admits the connection and by which rules, or every policy that isolates the pod. A
 * fingerprint never changes its meaning.
 */
public record Cookie(long fingerprint, Direction direction, List<PolicyMatch> policies) {
    public Cookie {
        policies = List.copyOf(policies);
    }
}
