/**
 * The Kubernetes API of the local cluster, in this process, over TLS on the loopback address: {@code kubectl} and client libraries find
 * what they need of a real API server. It knows nothing of the nodes and pods of the local cluster, which are its clients like
 * everybody else. Sub-packages from the inside out: {@code json}, {@code status}, {@code schema}, {@code kinds}, {@code resource},
 * {@code store}, {@code patch}, {@code print}, {@code registry}, {@code http}, {@code security}. The design is in
 * {@code docs/design/local-api.md}.
 */
@NullMarked
package dev.weir.local.api;

import org.jspecify.annotations.NullMarked;
