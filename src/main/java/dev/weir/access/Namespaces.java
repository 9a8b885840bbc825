package dev.weir.access;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Some namespaces, or all that there are and ever will be.
 *
 * @param names empty for all
 */
public record Namespaces(boolean all, SortedSet<String> names) {
    public static final Namespaces ALL = new Namespaces(true, new TreeSet<>());
    public static final Namespaces NONE = new Namespaces(false, new TreeSet<>());

    private static final String STAR = "*";
    /** A DNS label, as Kubernetes demands of the name of a namespace (RFC 1123). */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public Namespaces {
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    /** @param names {@code *} among them means all; throws {@link AccessException} for what is no name of a namespace */
    public static Namespaces of(Collection<String> names) {
        if (names.contains(STAR)) {
            return ALL;
        }
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new AccessException("“" + name + "” is no name of a namespace.");
            }
        }
        return new Namespaces(false, new TreeSet<>(names));
    }

    public boolean contains(String namespace) {
        return all || names.contains(namespace);
    }

    public boolean containsAll(Namespaces other) {
        return all || (!other.all && names.containsAll(other.names));
    }

    public Namespaces and(Namespaces other) {
        if (all || other.all) {
            return ALL;
        }
        SortedSet<String> both = new TreeSet<>(names);
        both.addAll(other.names);
        return new Namespaces(false, both);
    }

    /** As {@link #of} reads them. */
    public Collection<String> list() {
        return all ? Collections.singleton(STAR) : names;
    }

    @Override
    public String toString() {
        return String.join(",", list());
    }
}
