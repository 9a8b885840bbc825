package dev.weir.daemon.program;

/**
 * How the cluster enforces.
 *
 * @param keepEstablished a live connection stays allowed when policy changes; otherwise its next packet is judged again
 */
public record EnforcementSettings(boolean keepEstablished) {
    public static final EnforcementSettings DEFAULT = new EnforcementSettings(false);
}
