package dev.weir.access;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Somebody who signs in to the console.
 *
 * @param passwordHash as the guard made it; the password itself is kept nowhere
 */
public record Person(String name, String passwordHash, List<String> grants, String createdBy, Instant created) {
    /** It is part of addresses and stands in histories. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public Person {
        if (!NAME.matcher(name).matches()) {
            throw new AccessException(
                    "A name has 1 to 64 small letters, digits, dots, dashes and underscores, and begins with a letter or digit.");
        }
        grants = grants.stream().map(Grant::parse).map(Grant::toString).toList();
    }

    public Access access() {
        return new Access(name, grants.stream().map(Grant::parse).toList());
    }

    /** Without the hash, so that it cannot get into a log. */
    @Override
    public String toString() {
        return "person " + name + " " + grants;
    }
}
