package dev.weir.policy;

import dev.weir.cluster.ClusterChange;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.program.LoggingSettings;
import dev.weir.program.PolicyName;
import java.util.List;

/**
 * Joins the NetworkLogging object, as it is, with the annotations. Whether it is valid the daemon decides, which keeps the one before when it
 * is not; so the annotations are those that either may delegate to.
 */
final class LoggingCompiler {
    private LoggingSettings settings = LoggingSettings.OFF;

    LoggingSettings settings() {
        return settings;
    }

    /** Returns whether they are other ones now. */
    boolean follow(ClusterSnapshot cluster, ClusterChange change) {
        LoggingSettings before = settings;
        boolean annotations = delegatesDenials(cluster) && !change.namespaces().isEmpty()
                || delegatesAdmissions(cluster) && !change.policies().isEmpty();
        if (change.logging() || annotations) {
            settings = compile(cluster);
        }
        return !settings.equals(before);
    }

    private static boolean delegatesDenials(ClusterSnapshot cluster) {
        return cluster.declaredLogging().deny().delegate()
                || cluster.logging().deny().delegate();
    }

    private static boolean delegatesAdmissions(ClusterSnapshot cluster) {
        return cluster.declaredLogging().allow().delegate()
                || cluster.logging().allow().delegate();
    }

    private static LoggingSettings compile(ClusterSnapshot cluster) {
        LoggingConfig declared = cluster.declaredLogging();
        return new LoggingSettings(
                declared.allow().log(),
                declared.allow().delegate(),
                declared.deny().log(),
                declared.deny().delegate(),
                delegatesDenials(cluster) ? denyNamespaces(cluster) : List.of(),
                delegatesAdmissions(cluster) ? allowPolicies(cluster) : List.of(),
                new LoggingSettings.Version(declared.generation(), declared.specVersion()));
    }

    private static List<String> denyNamespaces(ClusterSnapshot cluster) {
        return cluster.namespaces().stream()
                .filter(Namespace::wantsDenyLogging)
                .map(Namespace::name)
                .toList();
    }

    private static List<PolicyName> allowPolicies(ClusterSnapshot cluster) {
        return cluster.policies().stream()
                .filter(NetworkPolicy::wantsAllowLogging)
                .map(policy ->
                        new PolicyName(policy.ref().namespace(), policy.ref().name()))
                .toList();
    }
}
