package dev.weir.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A namespace with what policies and logging read of it. */
public record Namespace(String name, Map<String, String> labels, Map<String, String> annotations) {
    /** With the exact value {@code true}, denials of its pods are recorded when {@code deny.delegate} is on. */
    public static final String DENY_LOGGING_ANNOTATION = "policy.network.gke.io/enable-deny-logging";

    public Namespace {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    public boolean wantsDenyLogging() {
        return "true".equals(annotations.get(DENY_LOGGING_ANNOTATION));
    }

    /** Whether its policies are in shadow that do not say otherwise themselves. */
    public boolean isInShadow() {
        return PolicyMode.SHADOW_VALUE.equals(annotations.get(PolicyMode.ANNOTATION));
    }
}
