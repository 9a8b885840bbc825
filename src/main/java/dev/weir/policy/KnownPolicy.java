package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.net.Direction;

/** A policy of the snapshot, with the digest of what it decides. Equal only to itself. */
final class KnownPolicy {
    private final NetworkPolicy policy;
    private final PolicyMode mode;
    private final Digest digest;

    KnownPolicy(NetworkPolicy policy, PolicyMode mode) {
        this.policy = policy;
        this.mode = mode;
        digest = Fingerprints.of(PolicyContent.canonical(policy, mode));
    }

    NetworkPolicy policy() {
        return policy;
    }

    boolean isolates(Direction direction) {
        return policy.types().contains(direction);
    }

    PolicyMode mode() {
        return mode;
    }

    boolean isInShadow() {
        return mode == PolicyMode.SHADOW;
    }

    Digest digest() {
        return digest;
    }
}
