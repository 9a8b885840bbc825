package dev.weir.daemon.datapath;

import java.time.Duration;

/** What became of a change. */
public sealed interface ApplyOutcome {
    long revision();

    /** It is in force. */
    record Applied(long revision, Duration took, int writes) implements ApplyOutcome {}

    /**
     * It was refused as a whole; the revision before is in force.
     *
     * @param reason what happened
     * @param action what a person can do
     */
    record Refused(long revision, String reason, String action) implements ApplyOutcome {}
}
