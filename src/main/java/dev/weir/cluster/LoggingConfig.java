package dev.weir.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What a NetworkLogging object named {@code default} says.
 *
 * @param generation {@code metadata.generation}; 0 when there is no object
 * @param resourceVersion empty when there is no object
 */
public record LoggingConfig(Switch allow, Switch deny, long generation, String resourceVersion) {
    /** There is no object: nothing is recorded. */
    public static final LoggingConfig ABSENT = new LoggingConfig(Switch.OFF, Switch.OFF, 0, "");

    /** Why it cannot take effect, in GKE's words; null when it can. */
    public @Nullable String invalidReason() {
        if (allow.delegate && !allow.log) {
            return "cluster allow log action is invalid: delegate cannot be true when log is false";
        }
        if (deny.delegate && !deny.log) {
            return "cluster deny log action is invalid: delegate cannot be true when log is false";
        }
        return null;
    }

    public boolean isValid() {
        return invalidReason() == null;
    }

    /** {@code spec.cluster.allow} or {@code spec.cluster.deny}. */
    public record Switch(boolean log, boolean delegate) {
        public static final Switch OFF = new Switch(false, false);
    }
}
