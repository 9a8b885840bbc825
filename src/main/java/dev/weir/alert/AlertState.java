package dev.weir.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is to be done about an alert: something, nothing for now, nothing as it is meant to be, or nothing any more. */
public enum AlertState {
    FIRING,
    SNOOZED,
    EXPECTED,
    RESOLVED;

    public static Optional<AlertState> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label().equals(label))
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
