/**
 * What runs "in" the pods: listeners that answer with the pod's name on every declared port, and traffic that a pod's annotation asks for. All of it lives in
 * this process; a socket belongs to the network namespace in which it was opened. Knows no Kubernetes: addresses of targets come through
 * {@link dev.weir.local.workload.Targets}. Design: {@code docs/design/local-cluster.md}.
 */
@NullMarked
package dev.weir.local.workload;

import org.jspecify.annotations.NullMarked;
