package dev.weir.nodes;

import java.time.Duration;

/** Told how long changes take. Called from any thread; must not block. */
public interface EnforcementMeter {
    EnforcementMeter NONE = new EnforcementMeter() {
        @Override
        public void enforced(Duration latency) {}

        @Override
        public void unconfirmed() {}
    };

    /** A change is in force on all connected nodes that it concerns. @param latency from the change of the cluster to the last acknowledgement */
    void enforced(Duration latency);

    /** A node that a change concerns refused it, or was lost before it acknowledged it. */
    void unconfirmed();
}
