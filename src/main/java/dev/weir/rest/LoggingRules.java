package dev.weir.rest;

import dev.weir.document.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * What the schema of NetworkLogging lets through and no node puts into effect: {@code delegate} without {@code log}. Kubernetes accepts
 * such an object, as on GKE, and the nodes keep their old configuration; here it is refused before it is written.
 */
final class LoggingRules {
    private LoggingRules() {}

    /** @throws ProblemException 422, with a finding for each switch that cannot take effect */
    static void check(Map<String, Object> networkLogging) {
        Map<?, ?> cluster = child(child(networkLogging, "spec"), "cluster");
        List<Finding> findings = new ArrayList<>();
        for (String action : List.of("allow", "deny")) {
            Map<?, ?> given = child(cluster, action);
            if (Boolean.TRUE.equals(given.get("delegate")) && !Boolean.TRUE.equals(given.get("log"))) {
                findings.add(new Finding(
                        "spec.cluster." + action + ".delegate",
                        "delegate cannot be true when log is false",
                        "delegate-without-log",
                        null));
            }
        }
        if (!findings.isEmpty()) {
            throw new ProblemException(Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "invalid-object",
                            "The object is not valid",
                            "NetworkLogging delegates what it does not log. Set log to true as well, or delegate to false.")
                    .withErrors(findings));
        }
    }

    private static Map<?, ?> child(Map<?, ?> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> there ? there : Map.of();
    }
}
