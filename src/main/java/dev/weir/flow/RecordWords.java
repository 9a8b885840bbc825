package dev.weir.flow;

import dev.weir.net.Protocol;
import dev.weir.net.Verdict;

/** The words that GKE's records use for enumerated values, and back. */
public final class RecordWords {
    private RecordWords() {}

    public static String disposition(Verdict verdict) {
        return verdict == Verdict.ALLOWED ? "allow" : "deny";
    }

    /** {@code tcp}, {@code udp} or {@code icmp}; GKE's records say {@code unknown} of everything else. */
    public static String protocol(Protocol protocol) {
        return switch (protocol.number()) {
            case 1 -> "icmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            default -> "unknown";
        };
    }
}
