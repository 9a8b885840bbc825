package dev.weir.flow;

import dev.weir.net.IpAddress;
import java.util.function.Predicate;

/** One end of a recorded connection: its address, and who had it. */
public record RecordedEnd(IpAddress address, FlowPeer peer) {

    public static RecordedEnd source(FlowRecord flow) {
        return new RecordedEnd(flow.connection().source(), flow.source());
    }

    public static RecordedEnd destination(FlowRecord flow) {
        return new RecordedEnd(flow.connection().destination(), flow.destination());
    }

    public PeerParts parts() {
        return PeerParts.of(peer, address);
    }

    /** A pod of another namespace is {@linkplain FlowPeer.HiddenEnd hidden}; its address is not. */
    public RecordedEnd seenFrom(Predicate<String> namespaces) {
        return new RecordedEnd(address, peer.seenFrom(namespaces));
    }
}
