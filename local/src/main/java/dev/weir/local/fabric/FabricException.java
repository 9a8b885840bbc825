package dev.weir.local.fabric;

/** The kernel, or {@code ip}, refused to build a part of the network; the message names the part and the refusal. */
public final class FabricException extends RuntimeException {

    public FabricException(String message) {
        super(message);
    }

    public FabricException(String message, Throwable cause) {
        super(message, cause);
    }
}
