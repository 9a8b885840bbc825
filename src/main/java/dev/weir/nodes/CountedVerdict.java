package dev.weir.nodes;

/** What the datapath decided, as it is counted. */
public enum CountedVerdict {
    /** Connections. */
    ALLOWED("allowed"),
    /** Packets. */
    DENIED("denied"),
    /** Connections that passed, and that policies in shadow would have had denied. */
    WOULD_DENY("would_deny");

    private final String label;

    CountedVerdict(String label) {
        this.label = label;
    }

    /** As in metrics and in the API. */
    public String label() {
        return label;
    }
}
