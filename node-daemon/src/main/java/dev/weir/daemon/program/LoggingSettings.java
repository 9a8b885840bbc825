package dev.weir.daemon.program;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded: the NetworkLogging object {@code default} joined with the delegate annotations.
 *
 * @param denyNamespaces namespaces annotated with {@code policy.network.gke.io/enable-deny-logging: "true"}
 * @param allowPolicies policies annotated with {@code policy.network.gke.io/enable-logging: "true"}
 * @param version of the NetworkLogging object that is in effect
 * @param rejected a later version, which is invalid; null when there is none
 */
public record LoggingSettings(
        Action allow,
        Action deny,
        Set<String> denyNamespaces,
        Set<PolicyRef> allowPolicies,
        Version version,
        @Nullable Rejected rejected) {
    public static final LoggingSettings OFF = new LoggingSettings(Action.OFF, Action.OFF, Set.of(), Set.of(), 0);

    public LoggingSettings {
        denyNamespaces = Set.copyOf(denyNamespaces);
        allowPolicies = Set.copyOf(allowPolicies);
    }

    public LoggingSettings(
            Action allow, Action deny, Set<String> denyNamespaces, Set<PolicyRef> allowPolicies, long generation) {
        this(allow, deny, denyNamespaces, allowPolicies, new Version(generation, ""), null);
    }

    /** {@code metadata.generation} and {@code metadata.resourceVersion}; 0 and empty = there is no object. */
    public record Version(long generation, String resourceVersion) {
        public boolean isAbsent() {
            return generation == 0;
        }
    }

    /** @param reason in GKE's words */
    public record Rejected(Version version, String reason) {}

    /**
     * @param log whether records are written at all
     * @param delegate whether an annotation decides which; only meaningful with {@code log}
     */
    public record Action(boolean log, boolean delegate) {
        public static final Action OFF = new Action(false, false);
        public static final Action ALL = new Action(true, false);
        public static final Action DELEGATED = new Action(true, true);

        private boolean isInvalid() {
            return delegate && !log;
        }
    }

    public boolean isOn() {
        return allow.log || deny.log;
    }

    /**
     * What is in effect when {@code next} comes after this: an invalid one changes nothing but the annotations, and is
     * remembered as rejected.
     */
    LoggingSettings followedBy(LoggingSettings next) {
        var invalid = next.allow.isInvalid() ? "allow" : next.deny.isInvalid() ? "deny" : "";
        return invalid.isEmpty()
                ? next
                : new LoggingSettings(
                        allow,
                        deny,
                        next.denyNamespaces,
                        next.allowPolicies,
                        version,
                        new Rejected(
                                next.version,
                                "cluster " + invalid
                                        + " log action is invalid: delegate cannot be true when log is false"));
    }
}
