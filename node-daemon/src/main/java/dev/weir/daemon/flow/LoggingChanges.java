package dev.weir.daemon.flow;

import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.LoggingSettings.Version;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What this node did with the NetworkLogging object: what is in effect, and its last changes as GKE's agent tells them in
 * Kubernetes Events. A server writes those, because the daemon has no access to the Kubernetes API. Thread-safe.
 */
public final class LoggingChanges {
    private static final int KEPT = 16;

    private final NodeClock clock;
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private @Nullable LoggingSettings current;

    /**
     * One change, or one object that was rejected.
     *
     * @param rejected whether it is a warning: the previous configuration stays
     */
    public record Change(Version version, boolean rejected, String message, Instant at) {}

    /** @param settings in effect */
    public record State(LoggingSettings settings, List<Change> changes) {}

    public LoggingChanges(NodeClock clock) {
        this.clock = clock;
    }

    /** These settings are in effect now. The first call tells what an earlier life left, which is no change. */
    public synchronized void use(LoggingSettings next) {
        var before = current;
        current = next;
        if (before == null) {
            return;
        }
        var rejected = next.rejected();
        if (rejected != null && !rejected.equals(before.rejected())) {
            add(new Change(rejected.version(), true, rejected.reason(), clock.now()));
        }
        if (!next.version().equals(before.version())) {
            add(new Change(next.version(), false, sentence(before, next), clock.now()));
        }
    }

    private static String sentence(LoggingSettings before, LoggingSettings next) {
        if (next.version().isAbsent()) {
            return "deleted network logging";
        }
        var verb = before.isOn() == next.isOn() ? "updated" : next.isOn() ? "enabled" : "disabled";
        return verb + " network policy logging (resourceVersion = "
                + next.version().resourceVersion() + ")";
    }

    private void add(Change change) {
        if (changes.size() == KEPT) {
            changes.removeFirst();
        }
        changes.addLast(change);
    }

    public synchronized State state() {
        return new State(Objects.requireNonNullElse(current, LoggingSettings.OFF), List.copyOf(changes));
    }
}
