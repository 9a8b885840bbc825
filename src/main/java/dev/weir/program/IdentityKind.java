package dev.weir.program;

/** What an address is. */
public enum IdentityKind {
    POD,
    /** A range outside the cluster. */
    OUTSIDE,
    /** An address of a node and of its host-network pods: outside for rules, a node for records. */
    NODE
}
