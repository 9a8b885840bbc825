package dev.weir.local.workload;

import java.util.Locale;
import java.util.Optional;

/** What a container port and a flow speak. SCTP is missing: this kernel opens no SCTP sockets. */
public enum Transport {
    TCP,
    UDP;

    /** Empty for a protocol in which nothing can listen here. */
    public static Optional<Transport> of(String protocol) {
        return switch (protocol.toUpperCase(Locale.ROOT)) {
            case "TCP" -> Optional.of(TCP);
            case "UDP" -> Optional.of(UDP);
            default -> Optional.empty();
        };
    }
}
