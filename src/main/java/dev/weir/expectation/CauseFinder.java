package dev.weir.expectation;

import dev.weir.cluster.ClusterChange;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.expectation.Standing.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the changes between two looks one after the other, and notes at which of them claims broke. */
final class CauseFinder {
    /** Beyond it nothing is blamed. */
    static final int MOST_STEPS = 50;

    private final ClusterSnapshot before;
    private final ClusterSnapshot now;

    CauseFinder(ClusterSnapshot before, ClusterSnapshot now) {
        this.before = before;
        this.now = now;
    }

    private record Step(ClusterUpdate update, Cause cause) {}

    /** @param claims that held before and are broken now; those without a cause broke in more steps than are taken */
    Map<Claim, Cause> of(List<Claim> claims) {
        Map<Claim, Cause> causes = new HashMap<>();
        List<Step> steps = steps();
        if (claims.isEmpty() || steps.size() > MOST_STEPS) {
            return causes;
        }
        ClusterSnapshot at = before;
        List<Claim> open = new ArrayList<>(claims);
        for (Step step : steps) {
            at = at.after(step.update(), at.revision() + 1);
            ClaimJudge judge = new ClaimJudge(at, open);
            for (Claim claim : List.copyOf(open)) {
                if (judge.judge(claim).state() == Outcome.State.BROKEN) {
                    causes.put(claim, step.cause());
                    open.remove(claim);
                }
            }
        }
        // What is left, changes of pods did, or these together with the others.
        open.forEach(claim -> causes.put(claim, Cause.PODS));
        return causes;
    }

    private List<Step> steps() {
        ClusterChange change = now.changesSince(before);
        List<Step> steps = new ArrayList<>();
        for (String name : change.namespaces()) {
            Namespace namespace = now.namespace(name);
            String how = how(before.namespace(name) == null, namespace == null);
            steps.add(new Step(
                    update(
                            namespace == null
                                    ? new ObjectUpdate<>(List.of(), List.of(name))
                                    : new ObjectUpdate<>(List.of(namespace), List.of()),
                            ObjectUpdate.none()),
                    new Cause("Namespace", "", name, how)));
        }
        for (PolicyRef ref : change.policies()) {
            NetworkPolicy policy = now.policy(ref);
            String how = how(before.policy(ref) == null, policy == null);
            steps.add(new Step(
                    update(
                            ObjectUpdate.none(),
                            policy == null
                                    ? new ObjectUpdate<>(List.of(), List.of(ref))
                                    : new ObjectUpdate<>(List.of(policy), List.of())),
                    new Cause("NetworkPolicy", ref.namespace(), ref.name(), how)));
        }
        return steps;
    }

    private static String how(boolean isNew, boolean isGone) {
        return isNew ? "was created" : isGone ? "was deleted" : "was changed";
    }

    private ClusterUpdate update(
            ObjectUpdate<String, Namespace> namespaces, ObjectUpdate<PolicyRef, NetworkPolicy> policies) {
        return new ClusterUpdate(
                namespaces,
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                policies,
                before.declaredLogging(),
                before.logging());
    }
}
