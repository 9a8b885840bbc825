package dev.weir.program;

import java.util.List;

/**
 * What is recorded.
 *
 * @param denyNamespaces whose denials are recorded under deny.delegate
 * @param allowPolicies whose admissions are recorded under allow.delegate
 * @param version of the NetworkLogging object
 */
public record LoggingSettings(
        boolean allowLog,
        boolean allowDelegate,
        boolean denyLog,
        boolean denyDelegate,
        List<String> denyNamespaces,
        List<PolicyName> allowPolicies,
        Version version) {
    public static final LoggingSettings OFF =
            new LoggingSettings(false, false, false, false, List.of(), List.of(), new Version(0, ""));

    /** {@code metadata.generation} and {@code metadata.resourceVersion}; 0 and empty = there is no object. */
    public record Version(long generation, String resourceVersion) {}

    public LoggingSettings {
        denyNamespaces = List.copyOf(denyNamespaces);
        allowPolicies = List.copyOf(allowPolicies);
    }
}
