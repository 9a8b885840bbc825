package dev.weir.reach;

import java.util.List;

/**
 * What may talk after a change and might not before, and the reverse. A pair stands in a list with the ports on which at least one of its pods
 * gains (or loses) at least one of the other's.
 */
public record Difference(List<Pair> gained, List<Pair> lost) {
    public Difference {
        gained = List.copyOf(gained);
        lost = List.copyOf(lost);
    }

    public boolean isEmpty() {
        return gained.isEmpty() && lost.isEmpty();
    }
}
