package dev.weir.daemon.datapath;

import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.NodeStateStore;
import dev.weir.daemon.program.StateStep;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the state as a file would, and can be full. */
final class MemoryStore implements NodeStateStore {
    @Nullable
    NodeState state;

    boolean full;
    boolean outgrown;
    int wholes;

    NodeState saved() {
        if (state == null) {
            throw new AssertionError("nothing was saved");
        }
        return state;
    }

    @Override
    public Optional<NodeState> load() {
        return Optional.ofNullable(state).map(MemoryStore::copy);
    }

    @Override
    public void save(NodeState next) throws IOException {
        if (full) {
            throw new IOException("disk is full");
        }
        state = copy(next);
        wholes++;
        outgrown = false;
    }

    @Override
    public void append(StateStep step) throws IOException {
        if (full) {
            throw new IOException("disk is full");
        }
        state = step.after(saved());
    }

    @Override
    public boolean hasOutgrown() {
        return outgrown;
    }

    // As a file would: the ids of the saved state are not those that the enforcer goes on with.
    private static NodeState copy(NodeState state) {
        var issued = new EnumMap<IdTable.Kind, IdTable.Issue>(IdTable.Kind.class);
        for (var kind : IdTable.Kind.values()) {
            issued.put(
                    kind, new IdTable.Issue(state.ids().ids(kind), state.ids().next(kind)));
        }
        var ids = new IdTable();
        ids.restore(issued);
        return new NodeState(state.program(), ids, state.archive(), state.endpointRevision());
    }
}
