package dev.weir.lint;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy is looked at together with.
 *
 * @param cluster null: only the text is looked at
 * @param namespace for a policy that does not say its own; empty when that is not known
 * @param beside other policies, such as those of the same file; they stand in for those of the cluster with the same names
 */
public record Surroundings(@Nullable ClusterSnapshot cluster, String namespace, List<NetworkPolicy> beside) {
    public static final Surroundings NONE = new Surroundings(null, "", List.of());

    public Surroundings {
        beside = List.copyOf(beside);
    }

    public static Surroundings of(ClusterSnapshot cluster, String namespace) {
        return new Surroundings(cluster, namespace, List.of());
    }

    /** Other policies of a namespace; one in shadow admits nothing that would make a rule needless. */
    List<NetworkPolicy> others(PolicyRef self) {
        List<NetworkPolicy> others = new ArrayList<>();
        if (cluster != null) {
            others.addAll(cluster.enforcedPoliciesIn(self.namespace()));
        }
        others.removeIf(other -> beside.stream().anyMatch(newer -> newer.ref().equals(other.ref())));
        beside.stream()
                .filter(other -> other.ref().namespace().equals(self.namespace()))
                .forEach(others::add);
        others.removeIf(other -> other.ref().equals(self));
        return others;
    }
}
