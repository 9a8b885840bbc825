package dev.weir.daemon;

import org.jspecify.annotations.Nullable;

/** The daemon cannot start: what is wrong, and what a person can do. */
final class StartupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String action;

    StartupFailure(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    StartupFailure(String description, String action) {
        this(description, action, null);
    }

    String action() {
        return action;
    }
}
