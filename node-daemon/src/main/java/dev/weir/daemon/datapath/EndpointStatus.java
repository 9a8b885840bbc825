package dev.weir.daemon.datapath;

import dev.weir.daemon.program.PodRef;

/**
 * How far a pod of this node is.
 *
 * @param interfaceName empty when its interface is not known
 * @param programmed all its addresses are in the kernel
 */
public record EndpointStatus(PodRef pod, String interfaceName, boolean attached, boolean programmed) {}
