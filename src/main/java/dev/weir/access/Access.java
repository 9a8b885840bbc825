package dev.weir.access;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What somebody may do.
 *
 * @param name of the person or token; empty for nobody
 */
public record Access(String name, List<Grant> grants) {
    /** Of whoever has not signed in: nothing. */
    public static final Access NOBODY = new Access("", List.of());

    public Access {
        grants = List.copyOf(grants);
    }

    public static Access everything(String name) {
        return new Access(name, List.of(Grant.everywhere(Role.ADMIN)));
    }

    public boolean may(Role role, String namespace) {
        return grants.stream()
                .anyMatch(grant ->
                        grant.role().includes(role) && grant.namespaces().contains(namespace));
    }

    public boolean mayRead(String namespace) {
        return may(Role.VIEWER, namespace);
    }

    /** In all namespaces, and so for the cluster as a whole. */
    public boolean mayEverywhere(Role role) {
        return namespaces(role).all();
    }

    public boolean mayAnywhere(Role role) {
        return grants.stream().anyMatch(grant -> grant.role().includes(role));
    }

    /** Where it has that role or a greater one. */
    public Namespaces namespaces(Role role) {
        return grants.stream()
                .filter(grant -> grant.role().includes(role))
                .map(Grant::namespaces)
                .reduce(Namespaces.NONE, Namespaces::and);
    }

    /** Whether everything that the grant permits is permitted here. */
    public boolean covers(Grant grant) {
        return namespaces(grant.role()).containsAll(grant.namespaces());
    }

    /** Throws {@link AccessRefusedException} unless it has the role there. */
    public void demand(Role role, String namespace) {
        if (!may(role, namespace)) {
            throw AccessRefusedException.in(role, namespace);
        }
    }

    /** Throws {@link AccessRefusedException} unless it has the role everywhere. */
    public void demandEverywhere(Role role) {
        if (!mayEverywhere(role)) {
            throw AccessRefusedException.everywhere(role);
        }
    }

    /** The greatest role there; throws {@link AccessRefusedException} when there is none. */
    public Role greatest(String namespace) {
        return Arrays.stream(Role.values())
                .filter(role -> may(role, namespace))
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> AccessRefusedException.in(Role.VIEWER, namespace));
    }
}
