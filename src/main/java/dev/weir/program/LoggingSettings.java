package dev.weir.program;

import java.util.List;

/**
 * What is recorded.
 *
 * @param denyNamespaces whose denials are recorded under deny.delegate
 * @param allowPolicies whose admissions are recorded under allow.delegate
 * @param generation of the NetworkLogging object in effect
 */
public record LoggingSettings(
        boolean allowLog,
        boolean allowDelegate,
        boolean denyLog,
        boolean denyDelegate,
        List<String> denyNamespaces,
        List<PolicyName> allowPolicies,
        long generation) {
    public static final LoggingSettings OFF = new LoggingSettings(false, false, false, false, List.of(), List.of(), 0);

    public LoggingSettings {
        denyNamespaces = List.copyOf(denyNamespaces);
        allowPolicies = List.copyOf(allowPolicies);
    }
}
