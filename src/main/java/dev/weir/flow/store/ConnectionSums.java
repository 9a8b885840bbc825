package dev.weir.flow.store;

import java.util.List;
import java.util.function.Predicate;

/**
 * Who opened what to whom, the newest first.
 *
 * @param complete whether these are all
 */
public record ConnectionSums(List<ConnectionSum> sums, boolean complete) {
    public ConnectionSums {
        sums = List.copyOf(sums);
    }

    /** With the ends that are pods of other namespaces hidden. */
    public ConnectionSums seenFrom(Predicate<String> namespaces) {
        return new ConnectionSums(
                sums.stream().map(sum -> sum.seenFrom(namespaces)).toList(), complete);
    }

    /** From what was found when one more than the limit was asked for. */
    public static ConnectionSums of(List<ConnectionSum> found, int limit) {
        return new ConnectionSums(found.subList(0, Math.min(limit, found.size())), found.size() <= limit);
    }
}
