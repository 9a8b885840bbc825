package dev.weir.cluster;

import org.jspecify.annotations.Nullable;

/** Whether a policy is enforced, or only judged so that one sees what enforcing it would deny. */
public enum PolicyMode {
    ENFORCED,
    /** It neither isolates nor admits; what it would deny passes, is counted and recorded. */
    SHADOW;

    /** Of a policy, or of a namespace for all of its policies that do not say it themselves. */
    public static final String ANNOTATION = "policy.weir.dev/mode";

    /** The value that puts a policy into shadow. */
    public static final String SHADOW_VALUE = "shadow";

    /** What a policy says in a namespace that is in shadow, to be enforced all the same. */
    public static final String ENFORCE_VALUE = "enforce";

    /**
     * The policy's own word goes before that of its namespace. A word that is not known is no reason to let through what the policy would
     * keep out: it is enforced.
     */
    static PolicyMode of(NetworkPolicy policy, @Nullable Namespace namespace) {
        String own = policy.annotations().get(ANNOTATION);
        if (own != null) {
            return own.equals(SHADOW_VALUE) ? SHADOW : ENFORCED;
        }
        return namespace != null && namespace.isInShadow() ? SHADOW : ENFORCED;
    }

    /** Whether somebody wrote a word that says nothing. */
    public static boolean isKnown(String value) {
        return value.equals(SHADOW_VALUE) || value.equals(ENFORCE_VALUE);
    }
}
