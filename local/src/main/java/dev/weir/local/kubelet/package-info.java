/**
 * What kube-scheduler, kubelet and the EndpointSlice controller are to a real cluster: pods of the API get a node, a network, listeners and a status. Speaks to
 * the Kubernetes API through fabric8 over HTTPS like any other client, and to each node's daemon over its Unix socket. Each pod has a thread of its own that
 * runs its life from first to last line. Design: {@code docs/design/local-cluster.md}.
 */
@NullMarked
package dev.weir.local.kubelet;

import org.jspecify.annotations.NullMarked;
