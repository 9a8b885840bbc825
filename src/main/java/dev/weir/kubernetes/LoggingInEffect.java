package dev.weir.kubernetes;

import dev.weir.cluster.LoggingConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which NetworkLogging configuration is in effect: the last valid one. An invalid one changes nothing but is announced, no object means off,
 * as on GKE. Used by the writer of snapshots alone.
 */
final class LoggingInEffect {
    private final LoggingAnnouncer announcer;
    private @Nullable LoggingConfig lastSeen;
    private LoggingConfig effective = LoggingConfig.ABSENT;

    LoggingInEffect(LoggingAnnouncer announcer) {
        this.announcer = announcer;
    }

    LoggingConfig update(@Nullable LoggingConfig declared) {
        LoggingConfig now = declared == null ? LoggingConfig.ABSENT : declared;
        LoggingConfig before = lastSeen;
        if (now.equals(before)) {
            return effective;
        }
        lastSeen = now;
        String problem = now.invalidReason();
        if (problem != null) {
            announcer.warn("InvalidNetworkLogging", problem);
            return effective;
        }
        LoggingConfig previous = effective;
        effective = now;
        // What stands there when the server starts is not a change.
        if (before != null) {
            announcer.tell("UpdateNetworkLogging", sentence(previous, now));
        }
        return effective;
    }

    private static String sentence(LoggingConfig before, LoggingConfig now) {
        if (now.equals(LoggingConfig.ABSENT)) {
            return "deleted network logging";
        }
        boolean was = isOn(before);
        boolean is = isOn(now);
        String verb = was == is ? "updated" : is ? "enabled" : "disabled";
        return verb + " network policy logging (resourceVersion = " + now.resourceVersion() + ")";
    }

    private static boolean isOn(LoggingConfig config) {
        return config.allow().log() || config.deny().log();
    }

    /** Tells people of the cluster; must not block for long and must not throw. */
    interface LoggingAnnouncer {
        void tell(String reason, String message);

        void warn(String reason, String message);
    }
}
