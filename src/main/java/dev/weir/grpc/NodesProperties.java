package dev.weir.grpc;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where daemons dial.
 *
 * @param address {@code unix:/path}, or {@code host:port} (an empty host means all addresses), which needs {@code tls}
 */
@ConfigurationProperties("weir.nodes")
record NodesProperties(
        @DefaultValue("unix:/run/weir/server.sock") String address,
        @Nullable Tls tls) {

    /** PEM files: this server's certificate and key, and the authority that signed the daemons' certificates. */
    record Tls(Path certificate, Path key, Path ca) {}
}
