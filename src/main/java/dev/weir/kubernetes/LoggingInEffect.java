package dev.weir.kubernetes;

import dev.weir.cluster.LoggingConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which NetworkLogging configuration is in effect: the last valid one. An invalid one changes nothing, no object means off, as on GKE. Each
 * daemon decides in the same way for its node, and for good: it remembers over restarts. Used by the writer of snapshots alone.
 */
final class LoggingInEffect {
    private LoggingConfig declared = LoggingConfig.ABSENT;
    private LoggingConfig effective = LoggingConfig.ABSENT;

    void update(@Nullable LoggingConfig object) {
        LoggingConfig next = object == null ? LoggingConfig.ABSENT : object;
        declared = next.asksTheSameAs(declared) ? next.since(declared.specVersion()) : next;
        if (declared.isValid()) {
            effective = declared;
        }
    }

    /** What the object says, valid or not. */
    LoggingConfig declared() {
        return declared;
    }

    LoggingConfig effective() {
        return effective;
    }
}
