package dev.weir.daemon.program;

import java.io.IOException;
import java.util.Optional;

/** Where the state outlives the daemon. */
public interface NodeStateStore {
    /**
     * The state that was saved last, or nothing when there is none that can be understood.
     *
     * @throws IOException when the disk cannot be read
     */
    Optional<NodeState> load() throws IOException;

    /**
     * Replaces what was saved. Durable when it returns.
     *
     * @throws IOException when it could not be written; what was saved before is then still whole
     */
    void save(NodeState state) throws IOException;

    /**
     * Adds a step to what was saved, at the cost of the step. Durable when it returns.
     *
     * @throws IOException when it could not be written; what was saved before still holds, and the next step must be saved whole
     */
    void append(StateStep step) throws IOException;

    /** Whether the steps since the last whole state have outgrown it, so that it should be saved whole. */
    boolean hasOutgrown();
}
