package dev.weir.recommendation;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.store.TimeRange;
import dev.weir.simulation.Simulation.BlindSpot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Policies for a namespace, and how far they go.
 *
 * @param policies all, also those that somebody does not want
 * @param respected enforced policies that admit some of the connections already, so that no rule is recommended for them
 * @param observed connections of the window that passed
 * @param admitted of these, those that pass when the policies are enforced
 * @param rest of these, all others
 * @param denied what was denied last time, and is not recommended
 * @param outdated recommended earlier, still in shadow, and not recommended any more
 */
public record Recommendation(
        String namespace,
        TimeRange window,
        List<Recommended> policies,
        List<Respected> respected,
        long observed,
        long admitted,
        List<Row> rest,
        List<Row> denied,
        List<PolicyRef> outdated,
        List<BlindSpot> blindSpots) {
    /** Marks a policy as one of these: as long as it is in shadow, the next recommendation takes its place. */
    public static final String ANNOTATION = "policy.weir.dev/recommended";

    public Recommendation {
        policies = List.copyOf(policies);
        respected = List.copyOf(respected);
        rest = List.copyOf(rest);
        denied = List.copyOf(denied);
        outdated = List.copyOf(outdated);
        blindSpots = List.copyOf(blindSpots);
    }

    /** Those that are wanted. */
    public List<NetworkPolicy> wanted() {
        return policies.stream()
                .filter(Recommended::wanted)
                .map(Recommended::policy)
                .toList();
    }

    /** Whether a policy of the cluster was recommended. */
    public static boolean isMarked(NetworkPolicy policy) {
        return "true".equals(policy.annotations().get(ANNOTATION));
    }

    /** The same policy in that mode, whatever its namespace says. */
    public static NetworkPolicy in(PolicyMode mode, NetworkPolicy policy) {
        Map<String, String> annotations = new LinkedHashMap<>(policy.annotations());
        annotations.put(
                PolicyMode.ANNOTATION, mode == PolicyMode.SHADOW ? PolicyMode.SHADOW_VALUE : PolicyMode.ENFORCE_VALUE);
        return new NetworkPolicy(
                policy.ref(),
                annotations,
                policy.podSelector(),
                policy.declaredTypes(),
                policy.ingress(),
                policy.egress());
    }

    /**
     * One policy.
     *
     * @param workloads for which it is, as {@code namespace/name}; none when it is for every pod
     * @param connections observed ones for which it has rules
     */
    public record Recommended(
            NetworkPolicy policy, Purpose purpose, List<String> workloads, long connections, boolean wanted) {
        public Recommended {
            workloads = List.copyOf(workloads);
        }
    }

    /** What a recommended policy is for. */
    public enum Purpose {
        /** Isolates every pod and admits nothing. */
        DEFAULT_DENY,
        /** Lets every pod ask for names. */
        DNS,
        /** Admits what was observed of some workloads. */
        WORKLOAD
    }

    /** An enforced policy, and how many of the observed connections it admits at its pods' end. */
    public record Respected(PolicyRef policy, long connections) {}

    /**
     * Connections that are not admitted.
     *
     * @param from a workload as {@code namespace/name}, or an address
     * @param why for a person
     */
    public record Row(
            String from,
            String to,
            String protocol,
            int port,
            long connections,
            Instant last,
            String sample,
            Reason reason,
            String why) {}

    /** Why connections are not admitted. */
    public enum Reason {
        /** It was denied when it was recorded last. */
        DENIED("denied"),
        /** Nothing is known any more of a pod that took part. */
        POD_UNKNOWN("pod-unknown"),
        /** An end is in a namespace that the reader may not see. */
        HIDDEN("hidden"),
        /** No selector can mean the namespace of the other end alone. */
        NAMESPACE_UNNAMED("namespace-unnamed"),
        /** No rule can name the protocol without admitting every other. */
        NO_PORTS("no-ports"),
        /** More addresses outside than one would put into a policy without being asked. */
        TOO_MANY_ADDRESSES("too-many-addresses"),
        /** A policy that would admit them is not wanted. */
        LEFT_OUT("left-out"),
        /** The policies of the other end, in another namespace, do not admit them. */
        OTHER_END("other-end");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** The word in the API. */
        public String label() {
            return label;
        }
    }
}
