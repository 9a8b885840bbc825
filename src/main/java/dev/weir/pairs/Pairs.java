package dev.weir.pairs;

import dev.weir.pairs.PairQuestion.Scope;
import java.util.List;

/**
 * The answer.
 *
 * @param pairs in the order that was asked for
 * @param more pairs that the limit left out
 * @param bounded whether only the busiest ports of pairs were added up, because there are too many
 */
public record Pairs(Scope scope, List<TalkingPair> pairs, int more, boolean bounded) {
    public Pairs {
        pairs = List.copyOf(pairs);
    }
}
