package dev.weir.nodes;

import dev.weir.program.ProgramDelta;

/** The way to one daemon. Calls come one at a time and must not block; a broken stream is reported by its owner, not thrown here. */
public interface NodeStream {

    /** @param session names this server's life; a delta is valid only within it */
    void send(long session, ProgramDelta delta);

    /** Ends the stream; the daemon is expected to dial again. */
    void close(String reason);
}
