package dev.weir.policy;

/** Two contents have the same 64-bit name. The snapshot cannot be compiled; the nodes keep what they have. */
public final class FingerprintCollisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FingerprintCollisionException(long name) {
        super("two contents have the fingerprint %016x; renaming any policy or label involved resolves it"
                .formatted(name));
    }
}
