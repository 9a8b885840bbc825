package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;

/** A policy of the snapshot, with the digest of what it decides. Equal only to itself. */
final class KnownPolicy {
    private final NetworkPolicy policy;
    private final Digest digest;

    KnownPolicy(NetworkPolicy policy) {
        this.policy = policy;
        digest = Fingerprints.of(PolicyContent.canonical(policy));
    }

    NetworkPolicy policy() {
        return policy;
    }

    Digest digest() {
        return digest;
    }
}
