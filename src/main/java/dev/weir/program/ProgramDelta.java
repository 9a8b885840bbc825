package dev.weir.program;

import dev.weir.net.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * From one revision of a node's program to another.
 *
 * @param baseRevision the revision it applies to; 0 = none, it is the whole program
 * @param logging null when unchanged
 */
public record ProgramDelta(
        long revision,
        long baseRevision,
        TableDelta<PodName, EndpointProgram> endpoints,
        TableDelta<Long, SubjectProgram> subjects,
        TableDelta<IpPrefix, IdentityEntry> identities,
        TableDelta<Long, Cookie> cookies,
        @Nullable LoggingSettings logging) {

    /** The whole program, for a daemon that has nothing, or nothing known. */
    public static ProgramDelta snapshot(NodeProgram program) {
        return difference(NodeProgram.EMPTY, program, program.logging());
    }

    public static ProgramDelta between(NodeProgram from, NodeProgram to) {
        return difference(from, to, from.logging().equals(to.logging()) ? null : to.logging());
    }

    private static ProgramDelta difference(NodeProgram from, NodeProgram to, @Nullable LoggingSettings logging) {
        return new ProgramDelta(
                to.revision(),
                from.revision(),
                TableDelta.between(from.endpoints(), to.endpoints()),
                TableDelta.between(from.subjects(), to.subjects()),
                TableDelta.between(from.identities(), to.identities()),
                TableDelta.between(from.cookies(), to.cookies()),
                logging);
    }

    public boolean isSnapshot() {
        return baseRevision == 0;
    }

    /** Whether it changes nothing but the revision. */
    public boolean changesNothing() {
        return !isSnapshot()
                && endpoints.isEmpty()
                && subjects.isEmpty()
                && identities.isEmpty()
                && cookies.isEmpty()
                && logging == null;
    }

    /** The program that {@code base} becomes. */
    public NodeProgram applyTo(NodeProgram base) {
        if (base.revision() != baseRevision) {
            throw new IllegalArgumentException(
                    "a delta from " + baseRevision + " does not apply to " + base.revision());
        }
        return new NodeProgram(
                revision,
                base.endpoints().with(endpoints.changed(), EndpointProgram::pod, endpoints.removed()),
                base.subjects().with(subjects.changed(), SubjectProgram::fingerprint, subjects.removed()),
                base.identities().with(identities.changed(), IdentityEntry::prefix, identities.removed()),
                base.cookies().with(cookies.changed(), Cookie::fingerprint, cookies.removed()),
                logging == null ? base.logging() : logging);
    }
}
