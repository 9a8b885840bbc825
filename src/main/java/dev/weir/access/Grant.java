package dev.weir.access;

import java.util.Arrays;

/** A role in some namespaces. */
public record Grant(Role role, Namespaces namespaces) {

    public Grant {
        if (!namespaces.all() && namespaces.names().isEmpty()) {
            throw new AccessException("A role is given in at least one namespace, or in all: *.");
        }
    }

    public static Grant everywhere(Role role) {
        return new Grant(role, Namespaces.ALL);
    }

    /** Reads what {@link #toString} writes. */
    public static Grant parse(String text) {
        int at = text.indexOf('@');
        Role role = Role.ofLabel(at < 0 ? text : text.substring(0, at))
                .orElseThrow(() -> new AccessException("“" + text + "” names no role."));
        return at < 0
                ? everywhere(role)
                : new Grant(
                        role, Namespaces.of(Arrays.asList(text.substring(at + 1).split(",", -1))));
    }

    /** {@code viewer@shop,cart}, {@code admin@*}. */
    @Override
    public String toString() {
        return role.label() + "@" + namespaces;
    }
}
