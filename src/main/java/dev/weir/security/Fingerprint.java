package dev.weir.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By which two requests are known to be the same. A hash, so that no body has to be kept. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(ReadRequest request) {
        MessageDigest digest = sha256();
        for (String part : new String[] {
            request.getMethod(), request.getRequestURI(), request.getQueryString(), request.getContentType()
        }) {
            digest.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(request.bytes()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
