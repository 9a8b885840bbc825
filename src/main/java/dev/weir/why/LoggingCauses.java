package dev.weir.why;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.Pod;
import dev.weir.flow.filter.FilterSubject;
import dev.weir.net.Verdict;
import dev.weir.why.RecordCoverage.Cause;
import dev.weir.why.RecordCoverage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the cluster's logging settings and policies keep from being recorded at all. */
final class LoggingCauses {
    private final ClusterSnapshot cluster;
    private final FilterSubject subject;
    private final List<Cause> causes = new ArrayList<>();

    LoggingCauses(ClusterSnapshot cluster, FilterSubject subject) {
        this.cluster = cluster;
        this.subject = subject;
    }

    List<Cause> list() {
        String invalid = cluster.declaredLogging().invalidReason();
        if (invalid != null) {
            causes.add(cause(
                    Kind.SWITCH_OFF,
                    "The NetworkLogging object does not take effect: " + invalid + ".",
                    ObjectRef.networkLogging(),
                    "Set log to true as well, or delegate to false.",
                    "kubectl edit networklogging default"));
        }
        if (subject.verdict() != Verdict.ALLOWED) {
            switched("deny", cluster.logging().deny());
            deniesDelegated();
        }
        if (subject.verdict() != Verdict.DENIED) {
            switched("allow", cluster.logging().allow());
            allowsDelegated();
        }
        policies();
        return causes;
    }

    private void switched(String action, LoggingConfig.Switch toggle) {
        if (!toggle.log()) {
            causes.add(cause(
                    Kind.SWITCH_OFF,
                    (action.equals("deny") ? "Denied" : "Allowed")
                            + " connections are not recorded: the cluster switch is off.",
                    ObjectRef.networkLogging(),
                    "Switch it on.",
                    "kubectl patch networklogging default --type=merge -p '{\"spec\":{\"cluster\":{\"" + action
                            + "\":{\"log\":true}}}}'"));
        }
    }

    private void deniesDelegated() {
        LoggingConfig.Switch deny = cluster.logging().deny();
        if (!deny.log() || !deny.delegate()) {
            return;
        }
        List<Namespace> asked = namespaces();
        if (subject.namespaces().isEmpty() && asked.stream().anyMatch(Namespace::wantsDenyLogging)) {
            return;
        }
        asked.stream()
                .filter(namespace -> !namespace.wantsDenyLogging())
                .limit(subject.namespaces().isEmpty() ? 1 : 10)
                .forEach(namespace -> causes.add(cause(
                        Kind.NOT_ANNOTATED,
                        subject.namespaces().isEmpty()
                                ? "Denials are recorded for annotated namespaces only, and no namespace is annotated."
                                : "Denials are recorded for annotated namespaces only, and " + namespace.name()
                                        + " is not.",
                        ObjectRef.namespace(namespace.name()),
                        "Annotate the namespace of the pods that are isolated.",
                        "kubectl annotate namespace " + namespace.name() + " " + Namespace.DENY_LOGGING_ANNOTATION
                                + "=true --overwrite")));
    }

    private void allowsDelegated() {
        LoggingConfig.Switch allow = cluster.logging().allow();
        List<NetworkPolicy> asked = policiesAsked().toList();
        if (!allow.log()
                || !allow.delegate()
                || asked.isEmpty()
                || asked.stream().anyMatch(NetworkPolicy::wantsAllowLogging)) {
            return;
        }
        NetworkPolicy first = asked.getFirst();
        causes.add(cause(
                Kind.NOT_ANNOTATED,
                asked.size() == 1
                        ? "Allowed connections are recorded for annotated policies only, and " + first.ref()
                                + " is not."
                        : "Allowed connections are recorded for annotated policies only, and none of the "
                                + asked.size() + " policies that this is about is annotated.",
                ObjectRef.policy(first.ref()),
                "Annotate the policies whose connections you want to see.",
                "kubectl -n " + first.ref().namespace() + " annotate networkpolicy "
                        + first.ref().name() + " " + NetworkPolicy.ALLOW_LOGGING_ANNOTATION + "=true --overwrite"));
    }

    private List<Namespace> namespaces() {
        return cluster.namespaces().stream()
                .filter(namespace -> subject.namespaces().isEmpty()
                        || subject.namespaces().contains(namespace.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private Stream<NetworkPolicy> policiesAsked() {
        return cluster.policies().stream()
                .filter(policy -> subject.namespaces().isEmpty()
                        || subject.namespaces().contains(policy.ref().namespace()))
                .filter(policy -> subject.policies().isEmpty()
                        || subject.policies().contains(policy.ref().name()));
    }

    /** What no policy selects is never denied, and what it is allowed by default leaves no record. */
    private void policies() {
        List<Pod> pods = cluster.pods().stream()
                .filter(pod -> subject.pods().contains(pod.ref().name()))
                .filter(pod -> subject.namespaces().isEmpty()
                        || subject.namespaces().contains(pod.ref().namespace()))
                .toList();
        if (!pods.isEmpty()) {
            if (pods.stream().allMatch(pod -> cluster.policiesSelecting(pod).isEmpty())) {
                Pod pod = pods.getFirst();
                unselected(
                        "No policy selects " + pod.ref(),
                        new ObjectRef(
                                ObjectKind.POD, pod.ref().namespace(), pod.ref().name()));
            }
        } else if (cluster.policies().isEmpty()) {
            unselected("There is no policy", null);
        } else {
            namespaces().stream()
                    .filter(namespace -> !subject.namespaces().isEmpty()
                            && cluster.policiesIn(namespace.name()).isEmpty())
                    .forEach(namespace -> unselected(
                            "There is no policy in " + namespace.name(), ObjectRef.namespace(namespace.name())));
        }
    }

    private void unselected(String what, @Nullable ObjectRef object) {
        causes.add(new Cause(
                Kind.NO_POLICY,
                what + ": nothing is denied there, and what is allowed by default leaves no record.",
                object,
                "Write a policy; its connections are then recorded.",
                null,
                null));
    }

    private static Cause cause(Kind kind, String sentence, ObjectRef object, String remedy, String command) {
        return new Cause(kind, sentence, object, remedy, command, null);
    }
}
