package dev.weir.audit;

import org.jspecify.annotations.Nullable;

/** The audit trail cannot be read or written. */
public final class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuditException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
