package dev.weir.simulation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.simulation.Simulation.PolicyChange;
import dev.weir.simulation.Simulation.PolicyChange.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Policies that are written and deleted, one after the other: what counts is what they come to together. */
public final class PolicyEdits {
    public static final int MOST = 500;

    private final Map<PolicyRef, Edit> edits = new TreeMap<>();

    /** @param policy null when it is deleted */
    private record Edit(@Nullable NetworkPolicy policy) {}

    public PolicyEdits apply(NetworkPolicy policy) {
        return put(policy.ref(), new Edit(policy));
    }

    public PolicyEdits delete(PolicyRef ref) {
        return put(ref, new Edit(null));
    }

    private PolicyEdits put(PolicyRef ref, Edit edit) {
        edits.put(ref, edit);
        if (edits.size() > MOST) {
            throw new SimulationException("At most " + MOST + " policies are simulated at once.");
        }
        return this;
    }

    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /** The cluster with them. */
    public ClusterSnapshot in(ClusterSnapshot cluster) {
        List<NetworkPolicy> written = new ArrayList<>();
        List<PolicyRef> deleted = new ArrayList<>();
        edits.forEach((ref, edit) -> {
            if (edit.policy() != null) {
                written.add(edit.policy());
            } else if (cluster.policy(ref) != null) {
                deleted.add(ref);
            }
        });
        ClusterUpdate update = new ClusterUpdate(
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                new ObjectUpdate<>(written, deleted),
                cluster.declaredLogging(),
                cluster.logging());
        return cluster.after(update, cluster.revision() + 1);
    }

    /** What becomes of each policy; one that is deleted and was not there is left out. */
    List<PolicyChange> changes(ClusterSnapshot cluster) {
        List<PolicyChange> changes = new ArrayList<>();
        edits.forEach((ref, edit) -> {
            NetworkPolicy before = cluster.policy(ref);
            if (before != null || edit.policy() != null) {
                changes.add(new PolicyChange(
                        ref.namespace(), ref.name(), status(before, edit.policy()), spec(before), spec(edit.policy())));
            }
        });
        return changes;
    }

    private static Status status(@Nullable NetworkPolicy before, @Nullable NetworkPolicy after) {
        if (before == null) {
            return Status.ADDED;
        }
        if (after == null) {
            return Status.DELETED;
        }
        return PolicyTree.spec(before).equals(PolicyTree.spec(after)) && saysTheSameMode(before, after)
                ? Status.UNCHANGED
                : Status.MODIFIED;
    }

    /** To put a policy into shadow, or to promote it, changes what is enforced although its spec stays. */
    private static boolean saysTheSameMode(NetworkPolicy before, NetworkPolicy after) {
        return Objects.equals(
                before.annotations().get(PolicyMode.ANNOTATION),
                after.annotations().get(PolicyMode.ANNOTATION));
    }

    private static @Nullable Map<String, Object> spec(@Nullable NetworkPolicy policy) {
        return policy == null ? null : PolicyTree.spec(policy);
    }
}
