package dev.weir.grpc;

import dev.weir.proto.v1.EnforcementSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the cluster enforces.
 *
 * @param establishedConnections what becomes of live connections when policy changes
 */
@ConfigurationProperties("weir.enforcement")
record EnforcementProperties(@DefaultValue("recheck") EstablishedConnections establishedConnections) {
    static final EnforcementProperties DEFAULT = new EnforcementProperties(EstablishedConnections.RECHECK);

    enum EstablishedConnections {
        /** Their next packet is judged by the new policy. */
        RECHECK,
        /** They stay allowed until they end. */
        KEEP
    }

    EnforcementSettings settings() {
        return EnforcementSettings.newBuilder()
                .setKeepEstablished(establishedConnections == EstablishedConnections.KEEP)
                .build();
    }
}
