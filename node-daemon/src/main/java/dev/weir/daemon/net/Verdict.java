package dev.weir.daemon.net;

/** What the datapath decided. The number is the one of {@code abi.h}; zero is closed. */
public enum Verdict {
    DENIED(0),
    ALLOWED(1),
    /** It passes; policies in shadow would have it denied. */
    WOULD_DENY(2);

    private final int number;

    Verdict(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Whether what was judged is delivered. */
    public boolean passes() {
        return this != DENIED;
    }

    /** A number that is not known is a denial, as in the kernel. */
    public static Verdict of(int number) {
        return switch (number) {
            case 1 -> ALLOWED;
            case 2 -> WOULD_DENY;
            default -> DENIED;
        };
    }
}
