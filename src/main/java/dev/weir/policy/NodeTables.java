package dev.weir.policy;

import dev.weir.cluster.NodeName;
import dev.weir.net.IpPrefix;
import dev.weir.program.Cookie;
import dev.weir.program.EndpointProgram;
import dev.weir.program.IdentityEntry;
import dev.weir.program.LoggingSettings;
import dev.weir.program.NodeProgram;
import dev.weir.program.PodName;
import dev.weir.program.SubjectProgram;
import dev.weir.table.Table;

/** What of a node's program is the node's own. */
record NodeTables(
        NodeName node,
        Table<PodName, EndpointProgram> endpoints,
        Table<Long, SubjectProgram> subjects,
        Table<Long, Cookie> cookies) {

    static NodeTables empty(NodeName node) {
        return new NodeTables(node, Table.empty(), Table.empty(), Table.empty());
    }

    NodeProgram program(long revision, Table<IpPrefix, IdentityEntry> identities, LoggingSettings logging) {
        return new NodeProgram(revision, endpoints, subjects, identities, cookies, logging);
    }
}
