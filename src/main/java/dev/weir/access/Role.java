package dev.weir.access;

import java.util.Arrays;
import java.util.Optional;

/** What its bearer may do in a namespace. Each role may do what those before it may. */
public enum Role {
    /** Read everything, change nothing. */
    VIEWER("viewer"),
    /** Write policies and what belongs to them. */
    EDITOR("editor"),
    /** Everything. For the cluster as a whole: its settings, people and tokens too. */
    ADMIN("admin");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    public static Optional<Role> ofLabel(String label) {
        return Arrays.stream(values()).filter(role -> role.label.equals(label)).findFirst();
    }
}
