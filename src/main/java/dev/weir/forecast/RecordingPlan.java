package dev.weir.forecast;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.forecast.NodeRates.Growth;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What would be asked to be recorded.
 *
 * @param everyAllowed whether every connection that a policy admits is recorded, and not only those that these policies admit
 * @param allowed policies whose connections are recorded
 * @param denied namespaces whose denials are recorded
 */
record RecordingPlan(boolean everyAllowed, Set<PolicyRef> allowed, Set<String> denied) {

    static RecordingPlan of(Switch allow, Switch deny, ClusterSnapshot snapshot) {
        return new RecordingPlan(
                allow.log() && !allow.delegate(),
                snapshot.policies().stream()
                        .filter(policy -> allow.log() && allow.delegate() && policy.wantsAllowLogging())
                        .map(NetworkPolicy::ref)
                        .collect(Collectors.toSet()),
                snapshot.namespaces().stream()
                        .filter(namespace -> deny.log() && (!deny.delegate() || namespace.wantsDenyLogging()))
                        .map(Namespace::name)
                        .collect(Collectors.toSet()));
    }

    RecordingPlan onlyAllowedBy(Set<PolicyRef> policies) {
        return new RecordingPlan(false, policies, denied);
    }

    /** A connection is one record, whichever of its policies asks for it. */
    long allowed(Growth growth) {
        if (everyAllowed) {
            return growth.allowed();
        }
        long asked = growth.policies().entrySet().stream()
                .filter(entry -> allowed.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return Math.min(asked, growth.allowed());
    }

    long mergeable(String namespace, Growth growth) {
        return denied.contains(namespace) ? growth.mergeable() : 0;
    }
}
