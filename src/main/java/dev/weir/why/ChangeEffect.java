package dev.weir.why;

import dev.weir.reach.Pair;
import java.util.List;

/**
 * What one change of a policy or of a namespace's labels did to who can talk to whom.
 *
 * @param basis on what the answer rests, in a sentence
 * @param gained who may open what to whom since
 * @param lost who might before
 * @param more how many of both are not listed
 */
public record ChangeEffect(String basis, List<Pair> gained, List<Pair> lost, long more) {
    public ChangeEffect {
        gained = List.copyOf(gained);
        lost = List.copyOf(lost);
    }
}
