package dev.weir.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What a NetworkLogging object named {@code default} says.
 *
 * @param generation {@code metadata.generation}; 0 when there is no object
 * @param resourceVersion empty when there is no object
 * @param specVersion the resourceVersion at which the switches became what they are, as far as this server saw it; a change of the
 *     object's status alone does not change it
 */
public record LoggingConfig(Switch allow, Switch deny, long generation, String resourceVersion, String specVersion) {
    /** There is no object: nothing is recorded. */
    public static final LoggingConfig ABSENT = new LoggingConfig(Switch.OFF, Switch.OFF, 0, "");

    public LoggingConfig(Switch allow, Switch deny, long generation, String resourceVersion) {
        this(allow, deny, generation, resourceVersion, resourceVersion);
    }

    /** Whether the other one asks for the same, whatever happened to the object's metadata and status. */
    public boolean asksTheSameAs(LoggingConfig other) {
        return generation == other.generation && allow.equals(other.allow) && deny.equals(other.deny);
    }

    public LoggingConfig since(String version) {
        return new LoggingConfig(allow, deny, generation, resourceVersion, version);
    }

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
