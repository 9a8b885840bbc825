package dev.weir.reach;

import java.util.Comparator;

/** What one end may open to another. */
public record Pair(End from, End to, Ports ports) {
    static final Comparator<Pair> ORDER =
            Comparator.comparing(Pair::from, End.ORDER).thenComparing(Pair::to, End.ORDER);
}
