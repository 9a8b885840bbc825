package dev.weir.alert.detect;

import dev.weir.alert.Admissions;
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
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PolicyRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Policies that selected pods and select none any more: what they isolated is open, or what they admitted is closed. And those that select pods still
 * and admit nothing any more ({@link QuietPolicies}).
 */
final class PolicyStopped implements Detector {
    private final ClusterState cluster;
    private final LastTimes selections;
    private final QuietPolicies quiet;
    private final Admissions admissions;

    PolicyStopped(ClusterState cluster, LastTimes selections, QuietPolicies quiet, Admissions admissions) {
        this.cluster = cluster;
        this.selections = selections;
        this.quiet = quiet;
        this.admissions = admissions;
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
        quiet.begin(look);
        for (NetworkPolicy policy : snapshot.policies()) {
            findings.addAll(look(policy, snapshot, look));
        }
        Set<String> names = snapshot.policies().stream()
                .map(policy -> policy.ref().toString())
                .collect(Collectors.toSet());
        selections.retain(names);
        admissions.retain(names);
        return new Looked(findings, List.of());
    }

    private List<Finding> look(NetworkPolicy policy, ClusterSnapshot snapshot, Look look) {
        List<Pod> pods = snapshot.podsIn(policy.ref().namespace()).stream()
                .filter(pod -> !pod.phase().isOver() && policy.selects(pod))
                .toList();
        List<Finding> findings = new ArrayList<>();
        Instant last = lastSelection(policy.ref(), pods, look);
        if (last != null && !last.plus(look.settings().window()).isAfter(look.now())) {
            findings.add(finding(policy.ref(), last, look));
        }
        List<Pod> running = pods.stream()
                .filter(pod -> pod.isEnforced() && pod.phase() == PodPhase.RUNNING)
                .toList();
        if (!snapshot.isInShadow(policy)) { // there it admits nothing, and somebody wanted that
            quiet.judge(policy.ref(), running, look).ifPresent(findings::add);
        }
        return findings;
    }

    /** Null when it never selected a pod. */
    private @Nullable Instant lastSelection(PolicyRef policy, List<Pod> pods, Look look) {
        if (!pods.isEmpty()) {
            selections.note(policy.toString(), look.now());
        }
        return selections.of(policy.toString());
    }

    private Finding finding(PolicyRef policy, Instant last, Look look) {
        return new Finding(
                AlertSubject.of(policy),
                "The policy " + policy + " selects no pod since " + last + "; it did before.",
                new Measure(0, 1, null, rule().unit()),
                new Evidence(Clauses.policy(policy), last.minus(look.settings().window()), look.now()));
    }
}
