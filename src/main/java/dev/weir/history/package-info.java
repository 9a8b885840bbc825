/**
 * What the cluster was: every version of its namespaces, nodes, pods and policies as long as records are kept, so that a record can be
 * explained by what was in force when it was made. Knows SQL and the cluster, nothing of records. Design: {@code docs/design/why.md}.
 */
@NullMarked
package dev.weir.history;

import org.jspecify.annotations.NullMarked;
