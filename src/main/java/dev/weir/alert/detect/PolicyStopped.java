package dev.weir.alert.detect;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Detector;
import dev.weir.alert.Evidence;
import dev.weir.alert.Finding;
import dev.weir.alert.LastTimes;
import dev.weir.alert.Look;
import dev.weir.alert.Looked;
import dev.weir.alert.Measure;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Policies that selected pods and select none any more: what they isolated is open, or what they admitted is closed. */
final class PolicyStopped implements Detector {
    private final ClusterState cluster;
    private final LastTimes selections;

    PolicyStopped(ClusterState cluster, LastTimes selections) {
        this.cluster = cluster;
        this.selections = selections;
    }

    @Override
    public AlertRule rule() {
        return AlertRule.POLICY_STOPPED;
    }

    @Override
    public Looked look(Look look) {
        ClusterSnapshot snapshot = cluster.current();
        if (snapshot.revision() == 0 || !(cluster.freshness() instanceof Freshness.Current)) {
            return new Looked(List.of(), List.of("The Kubernetes API does not answer; policies are not looked at."));
        }
        List<Finding> findings = new ArrayList<>();
        for (NetworkPolicy policy : snapshot.policies()) {
            Instant last = lastSelection(policy, snapshot, look);
            if (last != null && !last.plus(look.settings().window()).isAfter(look.now())) {
                findings.add(finding(policy.ref(), last, look));
            }
        }
        selections.retain(snapshot.policies().stream()
                .map(policy -> policy.ref().toString())
                .collect(Collectors.toSet()));
        return new Looked(findings, List.of());
    }

    /** Null when it never selected a pod. */
    private @Nullable Instant lastSelection(NetworkPolicy policy, ClusterSnapshot snapshot, Look look) {
        String name = policy.ref().toString();
        if (snapshot.podsIn(policy.ref().namespace()).stream()
                .anyMatch(pod -> !pod.phase().isOver() && policy.selects(pod))) {
            selections.note(name, look.now());
        }
        return selections.of(name);
    }

    private Finding finding(PolicyRef policy, Instant last, Look look) {
        String match = "policies.name=" + Clauses.quoted(policy.name()) + " AND policies.namespace="
                + Clauses.quoted(policy.namespace());
        String isolated = "isolated_by.name=" + Clauses.quoted(policy.name()) + " AND isolated_by.namespace="
                + Clauses.quoted(policy.namespace());
        return new Finding(
                AlertSubject.of(policy),
                "The policy " + policy + " selects no pod since " + last + "; it did before.",
                new Measure(0, 1, null, rule().unit()),
                new Evidence(
                        "(" + match + ") OR (" + isolated + ")",
                        last.minus(look.settings().window()),
                        look.now()));
    }
}
