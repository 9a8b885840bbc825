package dev.weir.daemon.program;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way from one saved state to the next.
 *
 * @param change of the program; absent when only numbers were handed out
 * @param issued ids that the states before do not know
 * @param at when: what leaves the program is archived since then
 * @param endpointRevision the last one that may be handed out
 */
public record StateStep(
        @Nullable ProgramChange change, Map<IdTable.Kind, IdTable.Issue> issued, Instant at, long endpointRevision) {
    public StateStep {
        issued = Map.copyOf(issued);
    }

    /** The state after the step. The ids are those of {@code before}, with what was issued added. */
    public NodeState after(NodeState before) {
        before.ids().restore(issued);
        return change == null
                ? new NodeState(before.program(), before.ids(), before.archive(), endpointRevision)
                : new NodeState(
                        before.program().apply(change),
                        before.ids(),
                        before.archive().after(before.program(), change, at),
                        endpointRevision);
    }
}
