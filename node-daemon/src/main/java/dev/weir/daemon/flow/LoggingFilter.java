package dev.weir.daemon.flow;

import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.LoggingSettings.Action;
import dev.weir.daemon.program.PolicyMatch;
import java.util.List;
import java.util.Optional;

/** Which records the settings ask for. */
final class LoggingFilter {
    private LoggingFilter() {}

    /** The record as it is to be written, or nothing. */
    static Optional<FlowRecord> apply(LoggingSettings settings, FlowRecord record) {
        return record.verdict() == Verdict.ALLOWED ? allowed(settings, record) : denied(settings, record);
    }

    // A connection that no policy admitted, because none isolates the pod, is never recorded. Under delegate the
    // policies are
    // reduced to the annotated ones.
    private static Optional<FlowRecord> allowed(LoggingSettings settings, FlowRecord record) {
        if (!settings.allow().log()) {
            return Optional.empty();
        }
        var reduced = settings.allow().delegate() ? record.withPolicies(annotated(settings, record)) : record;
        return reduced.policies().isEmpty() ? Optional.empty() : Optional.of(reduced);
    }

    private static List<PolicyMatch> annotated(LoggingSettings settings, FlowRecord record) {
        return record.policies().stream()
                .filter(policy -> settings.allowPolicies().contains(policy.ref()))
                .toList();
    }

    // What would be denied is asked for by who asks for denials. The namespace of the pod that judged decides. No pod,
    // no namespace.
    private static Optional<FlowRecord> denied(LoggingSettings settings, FlowRecord record) {
        var asked = settings.deny().equals(Action.ALL)
                || (settings.deny().log() && settings.denyNamespaces().contains(record.namespace()));
        return asked ? Optional.of(record) : Optional.empty();
    }
}
