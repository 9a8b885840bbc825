package dev.weir.audit;

import java.util.Arrays;

/** What was done. */
public enum Action {
    CREATED("created"),
    CHANGED("changed"),
    DELETED("deleted");

    private final String label;

    Action(String label) {
        this.label = label;
    }

    /** The word in the API. */
    public String label() {
        return label;
    }

    static Action ofLabel(String label) {
        return Arrays.stream(values())
                .filter(action -> action.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new AuditException("The audit trail has an unknown action " + label + ".", null));
    }

    /** From the texts before and after; an empty one says that there was none. */
    public static Action between(String before, String after) {
        if (before.isEmpty()) {
            return CREATED;
        }
        return after.isEmpty() ? DELETED : CHANGED;
    }
}
