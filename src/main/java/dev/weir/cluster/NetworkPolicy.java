package dev.weir.cluster;

import dev.weir.net.Direction;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A NetworkPolicy as its author wrote it; what it means is said by {@code policy.PolicyEvaluator}.
 *
 * @param declaredTypes {@code policyTypes}; empty when the author left it out
 */
public record NetworkPolicy(
        PolicyRef ref,
        Map<String, String> annotations,
        LabelSelector podSelector,
        Set<Direction> declaredTypes,
        List<Rule> ingress,
        List<Rule> egress) {
    /** With the exact value {@code true}, connections it admits are recorded when {@code allow.delegate} is on. */
    public static final String ALLOW_LOGGING_ANNOTATION = "policy.network.gke.io/enable-logging";

    public NetworkPolicy {
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        EnumSet<Direction> types = EnumSet.noneOf(Direction.class);
        types.addAll(declaredTypes);
        declaredTypes = Collections.unmodifiableSet(types);
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    /** The directions in which it isolates the pods that it selects. */
    public Set<Direction> types() {
        if (!declaredTypes.isEmpty()) {
            return declaredTypes;
        }
        // "If this field is not specified, it will default based on the existence of ingress or egress rules; policies
        // that contain an
        // egress section are assumed to affect egress, and all policies (whether or not they contain an ingress
        // section) are assumed to
        // affect ingress." — NetworkPolicySpec.policyTypes
        return egress.isEmpty()
                ? Collections.unmodifiableSet(EnumSet.of(Direction.INGRESS))
                : Collections.unmodifiableSet(EnumSet.allOf(Direction.class));
    }

    public List<Rule> rules(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    /** Whether it selects that pod. A policy selects only pods of its own namespace. */
    public boolean selects(Pod pod) {
        return ref.namespace().equals(pod.ref().namespace()) && podSelector.matches(pod.labels());
    }

    public boolean wantsAllowLogging() {
        return "true".equals(annotations.get(ALLOW_LOGGING_ANNOTATION));
    }
}
