package dev.weir.daemon.net;

/** Seen from the pod whose policy judges: {@code INGRESS} is to the pod. The number is the one of {@code abi.h}. */
public enum Direction {
    INGRESS(0),
    EGRESS(1);

    private final int number;

    Direction(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** @throws IllegalArgumentException when no direction has this number */
    public static Direction of(int number) {
        return switch (number) {
            case 0 -> INGRESS;
            case 1 -> EGRESS;
            default -> throw new IllegalArgumentException("no direction has the number " + number);
        };
    }

    /** As it stands in a record: {@code ingress} or {@code egress}. */
    public String label() {
        return this == INGRESS ? "ingress" : "egress";
    }
}
