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
     * Durable when it returns.
     *
     * @throws IOException when it could not be written; what was saved before is then still whole
     */
    void save(NodeState state) throws IOException;
}
