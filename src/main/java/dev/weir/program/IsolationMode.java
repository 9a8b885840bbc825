package dev.weir.program;

/** What becomes of a connection that no rule of a subject's side admits. */
public enum IsolationMode {
    /** There are no rules to ask: it passes. */
    NONE,
    /** Only policies in shadow isolate: it passes, and it is told that they would deny it. */
    SHADOW,
    /** It is denied. */
    ENFORCED
}
