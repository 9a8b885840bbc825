package dev.weir.nodes;

import dev.weir.program.NodeProgram;
import dev.weir.program.ProgramDelta;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes have in common: the newest programs, how identities came to be, and the turns in which nodes are served.
 *
 * @param session names this life of this server
 * @param newest null before the first compilation
 */
record Publication(
        long session,
        Clock clock,
        Supplier<@Nullable Published> newest,
        IdentityHistory identities,
        SnapshotSlots snapshots,
        NamesPace names) {

    NodeUpdate update(NodeProgram from, NodeProgram to) {
        List<IdentityStep> steps = identities.steps(from, to);
        NodeProgram own = withIdentitiesOf(from, to);
        ProgramDelta delta = from.revision() == 0 ? ProgramDelta.snapshot(own) : ProgramDelta.between(from, own);
        return new NodeUpdate(session, delta, steps);
    }

    private static NodeProgram withIdentitiesOf(NodeProgram from, NodeProgram to) {
        return new NodeProgram(
                to.revision(), to.endpoints(), to.subjects(), from.identities(), to.cookies(), to.logging());
    }

    /** Whether the update brings nothing new, because what was changed was taken back. */
    static boolean changesNothing(NodeUpdate update, NodeProgram from, NodeProgram to) {
        return update.own().changesNothing()
                && update.identities().stream().allMatch(step -> takenBack(step, from, to));
    }

    private static boolean takenBack(IdentityStep step, NodeProgram from, NodeProgram to) {
        return step.changes().removed().stream()
                        .allMatch(key -> Objects.equals(
                                from.identities().get(key), to.identities().get(key)))
                && step.changes().changed().stream()
                        .map(entry -> entry.prefix())
                        .allMatch(key -> Objects.equals(
                                from.identities().get(key), to.identities().get(key)));
    }
}
