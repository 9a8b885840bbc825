package dev.weir.daemon.grpc;

import java.io.Serial;

/** Bytes of the daemon's own file that are not what was written there. */
final class DamagedFrameException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    DamagedFrameException(String message) {
        super(message);
    }
}
