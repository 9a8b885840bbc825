package dev.weir.program;

import dev.weir.net.IpPrefix;
import dev.weir.table.Table;

/** Everything one node must enforce, compiled from the cluster snapshot of that revision. Immutable. */
public record NodeProgram(
        long revision,
        Table<PodName, EndpointProgram> endpoints,
        Table<Long, SubjectProgram> subjects,
        Table<IpPrefix, IdentityEntry> identities,
        Table<Long, Cookie> cookies,
        LoggingSettings logging) {
    public static final NodeProgram EMPTY =
            new NodeProgram(0, Table.empty(), Table.empty(), Table.empty(), Table.empty(), LoggingSettings.OFF);

    /** The same content under another revision. */
    public NodeProgram at(long otherRevision) {
        return new NodeProgram(otherRevision, endpoints, subjects, identities, cookies, logging);
    }
}
