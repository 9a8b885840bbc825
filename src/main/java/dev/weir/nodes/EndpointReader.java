package dev.weir.nodes;

import dev.weir.cluster.NodeName;
import dev.weir.program.PodName;

/** Asks nodes what their kernels enforce. */
public interface EndpointReader {

    /**
     * Waits for the node's answer, for a few seconds.
     *
     * @throws EndpointReadException when there is none
     */
    NodeAnswer read(NodeName node, PodName pod);
}
