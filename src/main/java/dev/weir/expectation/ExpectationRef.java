package dev.weir.expectation;

import java.util.Comparator;

/** Which expectation: the namespace that owns it, and its name there. */
public record ExpectationRef(String namespace, String name) implements Comparable<ExpectationRef> {
    private static final Comparator<ExpectationRef> ORDER =
            Comparator.comparing(ExpectationRef::namespace).thenComparing(ExpectationRef::name);

    @Override
    public int compareTo(ExpectationRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
