/**
 * The edge to the Kubernetes API, and the only place where fabric8 is spoken: informers become cluster snapshots
 * ({@link dev.weir.kubernetes.ClusterWatcher}), mappers turn objects into values of {@code cluster}, and objects are read and written verbatim for
 * pages and programs. It decides nothing about policies. A Kubernetes API that is not there, or goes away, is a state
 * ({@link dev.weir.cluster.Freshness}), never an exit.
 */
@NullMarked
package dev.weir.kubernetes;

import org.jspecify.annotations.NullMarked;
