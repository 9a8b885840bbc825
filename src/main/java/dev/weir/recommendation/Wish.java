package dev.weir.recommendation;

import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is to be recommended.
 *
 * @param window whose recorded connections are to be admitted
 * @param directions in which pods are to be isolated
 * @param wanted whether somebody wants the recommended policy of that name
 */
public record Wish(String namespace, TimeRange window, Set<Direction> directions, Predicate<String> wanted) {
    public Wish {
        if (directions.isEmpty()) {
            throw new IllegalArgumentException("a policy has a direction");
        }
        directions = Set.copyOf(directions);
    }

    /** Of everything. */
    public static Wish of(String namespace, TimeRange window) {
        return new Wish(namespace, window, Set.of(Direction.values()), name -> true);
    }
}
