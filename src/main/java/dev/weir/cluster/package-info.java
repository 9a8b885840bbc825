/**
 * What the cluster contains, as immutable values free of any client library: {@link dev.weir.cluster.ClusterSnapshot} and its parts, the
 * one mutable holder {@link dev.weir.cluster.ClusterState}, and the port {@link dev.weir.cluster.KubernetesObjects} through which pages and
 * programs read and write objects verbatim. Nothing here knows what a policy means for a packet; that is {@code policy}.
 */
@NullMarked
package dev.weir.cluster;

import org.jspecify.annotations.NullMarked;
