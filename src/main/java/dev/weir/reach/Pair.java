package dev.weir.reach;

import dev.weir.policy.Packet;
import java.util.Comparator;

/**
 * What one end may open to another.
 *
 * @param witness one packet of that, between two that are there
 */
public record Pair(End from, End to, Ports ports, Packet witness) {
    static final Comparator<Pair> ORDER =
            Comparator.comparing(Pair::from, End.ORDER).thenComparing(Pair::to, End.ORDER);
}
