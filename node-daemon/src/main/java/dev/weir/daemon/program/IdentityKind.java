package dev.weir.daemon.program;

/** What an address is. */
public enum IdentityKind {
    OUTSIDE,
    POD,
    NODE
}
