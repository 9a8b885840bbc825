package dev.weir.recommendation;

import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be recommended.
 *
 * @param window whose recorded connections are to be admitted
 * @param directions in which pods are to be isolated
 * @param without names of recommended policies that somebody does not want
 */
public record Wish(String namespace, TimeRange window, Set<Direction> directions, Set<String> without) {
    public Wish {
        if (directions.isEmpty()) {
            throw new IllegalArgumentException("a policy has a direction");
        }
        directions = Set.copyOf(directions);
        without = Set.copyOf(new TreeSet<>(without));
    }
}
