package dev.weir.flow;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.Workload;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whose end of a connection it was, at the time of the packet. */
public sealed interface FlowPeer {

    /** A pod, with its controlling owner if it had one, and the node it ran on (empty when unknown). */
    record PodEnd(PodRef pod, @Nullable Workload workload, String node) implements FlowPeer {}

    /** A node: its own processes, or a host-network pod. */
    record NodeEnd(String node) implements FlowPeer {}

    /** A pod in a namespace that the reader may not see. In no store: it is what a reader gets instead. */
    record HiddenEnd() implements FlowPeer {}

    /** Only an address is known. */
    record AddressEnd(String instance) implements FlowPeer {}

    /** A pod of another namespace is {@linkplain HiddenEnd hidden}. */
    default FlowPeer seenFrom(Predicate<String> namespaces) {
        return this instanceof PodEnd end && !namespaces.test(end.pod().namespace()) ? new HiddenEnd() : this;
    }
}
