package dev.weir.daemon.program;

import java.util.Set;

/**
 * What is recorded: the NetworkLogging object {@code default} joined with the delegate annotations.
 *
 * @param denyNamespaces namespaces annotated with {@code policy.network.gke.io/enable-deny-logging: "true"}
 * @param allowPolicies policies annotated with {@code policy.network.gke.io/enable-logging: "true"}
 * @param generation of the NetworkLogging object
 */
public record LoggingSettings(
        Action allow, Action deny, Set<String> denyNamespaces, Set<PolicyRef> allowPolicies, long generation) {
    public static final LoggingSettings OFF = new LoggingSettings(Action.OFF, Action.OFF, Set.of(), Set.of(), 0);

    public LoggingSettings {
        denyNamespaces = Set.copyOf(denyNamespaces);
        allowPolicies = Set.copyOf(allowPolicies);
    }

    /**
     * @param log whether records are written at all
     * @param delegate whether an annotation decides which; only meaningful with {@code log}
     */
    public record Action(boolean log, boolean delegate) {
        public static final Action OFF = new Action(false, false);
        public static final Action ALL = new Action(true, false);
        public static final Action DELEGATED = new Action(true, true);
    }
}
