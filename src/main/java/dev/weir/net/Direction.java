package dev.weir.net;

/** Seen from the pod: ingress is to the pod, egress is from it. */
public enum Direction {
    INGRESS("ingress"),
    EGRESS("egress");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    /** The word in records, URLs and pages, and the name of the list of rules in a NetworkPolicy's spec. */
    public String label() {
        return label;
    }
}
