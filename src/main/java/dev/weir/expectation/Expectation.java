package dev.weir.expectation;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * A claim that is kept and watched.
 *
 * @param author who wrote it last
 * @param at when
 * @param version another one with every change
 */
public record Expectation(ExpectationRef ref, Claim claim, String author, Instant at, long version) {

    public String sentence() {
        return claim.in(ref.namespace());
    }

    /** Its own and those that it names: whoever reads it must be allowed to read all of them. */
    public Set<String> namespaces() {
        Set<String> namespaces = new TreeSet<>(claim.namespaces());
        namespaces.add(ref.namespace());
        return namespaces;
    }
}
