package dev.weir.local.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The definition and the object that the local cluster creates when it starts. */
final class NetworkLoggingManifests {

    private NetworkLoggingManifests() {}

    static String definition() {
        return read("/cluster/networklogging.yaml");
    }

    static String defaultObject() {
        return read("/cluster/networklogging-default.yaml");
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(NetworkLoggingManifests.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
