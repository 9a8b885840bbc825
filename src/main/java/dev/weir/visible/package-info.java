/**
 * What is known, as far as whoever asks may see it: the same ports and questions as those behind, with everything of other namespaces left
 * out or hidden. Pages and REST reach the cluster, records, counts, alerts and Kubernetes objects only through here, so that nobody who adds
 * one has to think of it. Design: {@code docs/design/access.md}.
 */
@NullMarked
package dev.weir.visible;

import org.jspecify.annotations.NullMarked;
