package dev.weir.daemon.program;

import java.util.List;

/**
 * A policy and those of its rules that match.
 *
 * @param rules indexes into {@code spec.ingress} or {@code spec.egress}; empty when the policy isolates
 */
public record PolicyMatch(String kind, String namespace, String name, List<Integer> rules) {
    public PolicyMatch {
        rules = List.copyOf(rules);
    }

    public PolicyRef ref() {
        return new PolicyRef(namespace, name);
    }
}
