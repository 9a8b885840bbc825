package dev.weir.nodes;

import dev.weir.program.ProgramDelta;
import java.util.List;

/**
 * What is sent to one node to bring it from one revision to another.
 *
 * @param session names this server's life; an update that is no snapshot is valid only within it
 * @param own what only this node is told; says nothing of identities
 * @param identities shared with other nodes, to be taken in this order; a later step may take back an earlier one
 */
public record NodeUpdate(long session, ProgramDelta own, List<IdentityStep> identities) {
    public NodeUpdate {
        identities = List.copyOf(identities);
    }

    public long revision() {
        return own.revision();
    }

    /** 0 = none, it is the whole program. */
    public long baseRevision() {
        return own.baseRevision();
    }

    public boolean isSnapshot() {
        return own.isSnapshot();
    }
}
