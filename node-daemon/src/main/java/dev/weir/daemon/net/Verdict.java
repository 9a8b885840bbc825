package dev.weir.daemon.net;

/** What the datapath decided. The number is the one of {@code abi.h}; zero is closed. */
public enum Verdict {
    DENIED(0),
    ALLOWED(1);

    private final int number;

    Verdict(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Everything but the number of {@code ALLOWED} is a denial, as in the kernel. */
    public static Verdict of(int number) {
        return number == ALLOWED.number ? ALLOWED : DENIED;
    }
}
