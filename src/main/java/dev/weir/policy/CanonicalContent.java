package dev.weir.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** Bytes that stand for a content: equal contents give equal bytes, and different ones different bytes, because every part says its length. */
final class CanonicalContent {
    private ByteBuffer buffer = ByteBuffer.allocate(256);

    /** @param domain what kind of thing it is, so that contents of different kinds never meet */
    CanonicalContent(String domain) {
        add(domain);
    }

    CanonicalContent add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(4 + bytes.length).putInt(bytes.length).put(bytes);
        return this;
    }

    CanonicalContent add(long number) {
        room(8).putLong(number);
        return this;
    }

    CanonicalContent add(Map<String, String> sorted) {
        add(sorted.size());
        sorted.forEach((key, value) -> add(key).add(value));
        return this;
    }

    byte[] digestWith(MessageDigest digest) {
        digest.update(buffer.array(), 0, buffer.position());
        return digest.digest();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
            larger.put(buffer.flip());
            buffer = larger;
        }
        return buffer;
    }
}
