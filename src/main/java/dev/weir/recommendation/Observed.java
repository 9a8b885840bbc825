package dev.weir.recommendation;

import dev.weir.cluster.Pod;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.simulation.Actor;
import java.time.Instant;

/**
 * Recorded connections with the same two ends, protocol and port.
 *
 * @param connections how many; when both ends recorded them, as many as the one that recorded more
 * @param last when the last of them was
 * @param sample id of a record of them
 */
record Observed(Ends ends, long connections, Instant last, String sample) {

    /** Who opened to whom; the port is 0 where the protocol has none. */
    record Ends(Actor from, Actor to, Protocol protocol, int port) {
        Actor peer(Direction direction) {
            return direction == Direction.INGRESS ? from : to;
        }

        /** Whose policies judge in that direction. */
        Actor subject(Direction direction) {
            return direction == Direction.INGRESS ? to : from;
        }
    }

    /** The workload of a pod, or the address. */
    static String words(Actor actor) {
        Pod pod = actor.pod();
        return pod == null ? actor.address().toString() : WorkloadEnd.of(pod).toString();
    }
}
