package dev.weir.policy;

import dev.weir.cluster.ClusterChange;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.program.LoggingSettings;
import dev.weir.program.PolicyName;
import java.util.List;

/** Joins the NetworkLogging object in effect with the annotations that it delegates to. */
final class LoggingCompiler {
    private LoggingSettings settings = LoggingSettings.OFF;

    LoggingSettings settings() {
        return settings;
    }

    /** Returns whether they are other ones now. */
    boolean follow(ClusterSnapshot cluster, ClusterChange change) {
        LoggingSettings before = settings;
        LoggingConfig logging = cluster.logging();
        boolean annotations = logging.deny().delegate() && !change.namespaces().isEmpty()
                || logging.allow().delegate() && !change.policies().isEmpty();
        if (change.logging() || annotations) {
            settings = compile(cluster, logging);
        }
        return !settings.equals(before);
    }

    private static LoggingSettings compile(ClusterSnapshot cluster, LoggingConfig logging) {
        return new LoggingSettings(
                logging.allow().log(),
                logging.allow().delegate(),
                logging.deny().log(),
                logging.deny().delegate(),
                logging.deny().delegate() ? denyNamespaces(cluster) : List.of(),
                logging.allow().delegate() ? allowPolicies(cluster) : List.of(),
                logging.generation());
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
