package dev.weir.daemon.net;

/** What becomes of a connection that no rule of a subject's side admits. The number is the one of {@code abi.h}. */
public enum IsolationMode {
    /** There are no rules to ask: it passes. */
    NONE(0),
    /** It is denied. */
    ENFORCED(1),
    /** Only policies in shadow isolate: it passes, and it is told that they would deny it. */
    SHADOW(2);

    private final int number;

    IsolationMode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
