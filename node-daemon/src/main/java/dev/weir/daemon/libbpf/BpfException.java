package dev.weir.daemon.libbpf;

/** An operation that the kernel or libbpf refused: what was tried, on what, and why not. */
public class BpfException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errno errno;

    /** @param number positive, as in errno(3) */
    BpfException(String operation, String object, int number) {
        this(operation + " failed: " + object + ", errno=" + describe(number), number);
    }

    BpfException(String message, int number) {
        super(message);
        this.errno = Errno.of(number);
    }

    public Errno errno() {
        return errno;
    }

    /** Libbpf 1 returns a negative errno where it fails. @return {@code result}, when it is none */
    static int check(int result, String operation, String object) {
        if (result < 0) {
            throw new BpfException(operation, object, -result);
        }
        return result;
    }

    private static String describe(int number) {
        var errno = Errno.of(number);
        return (errno == Errno.OTHER ? number : errno) + " (" + errno.meaning() + ")";
    }
}
