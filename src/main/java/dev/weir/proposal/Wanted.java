package dev.weir.proposal;

import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.policy.Packet;
import dev.weir.simulation.Actor;

/** A connection that is to be admitted. The port is 0 where the protocol has none. */
public record Wanted(Actor from, Actor to, Protocol protocol, int port) {
    Packet packet() {
        return new Packet(from.address(), to.address(), protocol, port);
    }

    /** Whose policies judge in that direction. */
    Actor subject(Direction direction) {
        return direction == Direction.INGRESS ? to : from;
    }

    Actor peer(Direction direction) {
        return direction == Direction.INGRESS ? from : to;
    }
}
