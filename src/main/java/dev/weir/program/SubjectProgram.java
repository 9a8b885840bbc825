package dev.weir.program;

import dev.weir.net.Direction;
import java.util.function.LongConsumer;

/** A distinct set of policies that select a pod, its named ports resolved; replicas share one. Compared by content. */
public record SubjectProgram(long fingerprint, SubjectSide ingress, SubjectSide egress) {
    public SubjectSide side(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    /** Names every cookie at least once, by its fingerprint. */
    public void forEachCookie(LongConsumer action) {
        ingress.forEachCookie(action);
        egress.forEachCookie(action);
    }
}
