package dev.weir.daemon.count;

import java.io.IOException;
import java.util.Optional;

/** Where the book outlives the daemon. */
public interface CountStore {
    /** What was saved last; nothing when there is none that can be understood. */
    Optional<SavedCounts> load() throws IOException;

    /** Takes the place of what was saved before: whole or not at all. */
    void save(SavedCounts counts) throws IOException;
}
