package dev.weir.access;

import java.util.Arrays;
import java.util.Optional;

/** What its bearer may do. */
public enum Role {
    /** Everything. */
    ADMIN("admin"),
    /** Read everything, change nothing. */
    VIEWER("viewer");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static Optional<Role> ofLabel(String label) {
        return Arrays.stream(values()).filter(role -> role.label.equals(label)).findFirst();
    }
}
