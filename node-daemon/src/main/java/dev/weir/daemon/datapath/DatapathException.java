package dev.weir.daemon.datapath;

/** The kernel refused. The message names the operation, the object and what the kernel said. */
public class DatapathException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatapathException(String message) {
        super(message);
    }

    public DatapathException(String message, Throwable cause) {
        super(message, cause);
    }
}
