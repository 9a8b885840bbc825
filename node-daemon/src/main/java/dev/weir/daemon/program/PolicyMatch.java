package dev.weir.daemon.program;

import java.util.List;

/**
 * A policy and those of its rules that match.
 *
 * @param rules indexes into {@code spec.ingress} or {@code spec.egress}; empty when the policy isolates
 * @param content fingerprint of the rules in that direction: when they change, the indexes mean others
 */
public record PolicyMatch(String kind, String namespace, String name, List<Integer> rules, long content) {
    public PolicyMatch {
        rules = List.copyOf(rules);
    }

    /** Of rules whose content has no name. */
    public PolicyMatch(String kind, String namespace, String name, List<Integer> rules) {
        this(kind, namespace, name, rules, 0);
    }

    public PolicyRef ref() {
        return new PolicyRef(namespace, name);
    }
}
