package dev.weir.policy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Names contents by the first 64 bits of their SHA-256, and keeps each content beside its name: two contents with one name stop the
 * compilation rather than let one be enforced as the other. Not thread-safe; one per compilation.
 */
final class Fingerprints {
    private final MessageDigest digest = sha256();
    private final Map<Long, byte[]> contents = new HashMap<>();

    long of(CanonicalContent content) {
        byte[] bytes = content.toBytes();
        long name = ByteBuffer.wrap(digest.digest(bytes)).getLong();
        byte[] known = contents.putIfAbsent(name, bytes);
        // 0 means none on the wire.
        if (name == 0 || known != null && !Arrays.equals(known, bytes)) {
            throw new FingerprintCollisionException(name);
        }
        return name;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
