package dev.weir.policy;

import dev.weir.cluster.NodeName;
import dev.weir.program.NodeProgram;
import java.util.Map;
import java.util.Set;

/** What a snapshot comes to: a program for every node, in parts that nodes and revisions share. Immutable, safe to share between threads. */
public final class Compilation {
    private final NodeProgram ofNoPods;
    private final Map<NodeName, NodeProgram> programs;
    private final Concerns concerns;

    /** @param ofNoPods the program of a node that runs no enforced pod: it knows the identities all the same */
    Compilation(NodeProgram ofNoPods, Map<NodeName, NodeProgram> programs, Concerns concerns) {
        this.ofNoPods = ofNoPods;
        this.programs = programs;
        this.concerns = concerns;
    }

    /** Of the snapshot. */
    public long revision() {
        return ofNoPods.revision();
    }

    /** Takes no time to speak of, for any name. */
    public NodeProgram program(NodeName node) {
        return programs.getOrDefault(node, ofNoPods);
    }

    NodeProgram ofNoPods() {
        return ofNoPods;
    }

    Set<NodeName> nodes() {
        return programs.keySet();
    }

    /** Relative to the compilation before it; the first one concerns every node. */
    public Concerns concerns() {
        return concerns;
    }
}
