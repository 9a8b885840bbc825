package dev.weir.daemon.program;

import dev.weir.daemon.net.Direction;

/** A distinct set of policies that select a pod, its named ports resolved. Replicas share one. */
public record Subject(long fingerprint, SubjectSide ingress, SubjectSide egress) {
    public SubjectSide side(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }
}
