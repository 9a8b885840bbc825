package dev.weir.daemon.program;

/**
 * The names behind an address.
 *
 * @param kind of the controlling owner, such as Deployment; empty when there is none
 * @param name of the controlling owner
 * @param node where the pod runs, or the node itself when there is no pod
 */
public record Workload(String namespace, String pod, String kind, String name, String node) {}
