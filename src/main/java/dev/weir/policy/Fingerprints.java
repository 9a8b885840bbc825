package dev.weir.policy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names contents by the first 64 bits of their SHA-256. Two contents with one name stop the compilation: neither may be enforced as the other. */
final class Fingerprints {
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Fingerprints::sha256);

    private Fingerprints() {}

    static Digest of(CanonicalContent content) {
        ByteBuffer digest = ByteBuffer.wrap(content.digestWith(SHA_256.get()));
        long fingerprint = digest.getLong();
        // 0 means none on the wire.
        if (fingerprint == 0) {
            throw new FingerprintCollisionException(0);
        }
        return new Digest(fingerprint, digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Things in use by their fingerprints; two things never share one. */
    static final class Registry<T> {
        private final Map<Long, T> things = new HashMap<>();
        private final Function<T, Digest> digests;

        Registry(Function<T, Digest> digests) {
            this.digests = digests;
        }

        /** Null when no thing in use has that digest. */
        @Nullable
        T get(Digest digest) {
            T known = things.get(digest.fingerprint());
            if (known != null && !digests.apply(known).equals(digest)) {
                throw new FingerprintCollisionException(digest.fingerprint());
            }
            return known;
        }

        @Nullable
        T get(long fingerprint) {
            return things.get(fingerprint);
        }

        void add(T thing) {
            things.put(digests.apply(thing).fingerprint(), thing);
        }

        void remove(T thing) {
            things.remove(digests.apply(thing).fingerprint());
        }

        Iterable<T> all() {
            return things.values();
        }

        int size() {
            return things.size();
        }
    }
}
