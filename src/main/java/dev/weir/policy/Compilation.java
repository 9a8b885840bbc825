package dev.weir.policy;

import dev.weir.cluster.NodeName;
import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.LoggingSettings;
import dev.weir.program.NodeProgram;
import dev.weir.table.Table;
import org.jspecify.annotations.Nullable;

/** What a snapshot comes to: a program for every node, in parts that nodes and revisions share. Immutable, safe to share between threads. */
public final class Compilation {
    private final long revision;
    private final Table<NodeName, NodeTables> nodes;
    private final Table<IpPrefix, IdentityEntry> identities;
    private final LoggingSettings logging;
    private final Concerns concerns;

    Compilation(
            long revision,
            Table<NodeName, NodeTables> nodes,
            Table<IpPrefix, IdentityEntry> identities,
            LoggingSettings logging,
            Concerns concerns) {
        this.revision = revision;
        this.nodes = nodes;
        this.identities = identities;
        this.logging = logging;
        this.concerns = concerns;
    }

    /** Of the snapshot. */
    public long revision() {
        return revision;
    }

    /** Takes no time to speak of, for any name: a node that runs no enforced pod knows the identities all the same. */
    public NodeProgram program(NodeName node) {
        @Nullable NodeTables own = nodes.get(node);
        return (own == null ? NodeTables.empty(node) : own).program(revision, identities, logging);
    }

    /** Relative to the compilation before it; the first one concerns every node. */
    public Concerns concerns() {
        return concerns;
    }
}
