/**
 * What was allowed and denied, exactly, in the whole cluster: the counts of the nodes, added up. It keeps nothing itself, so a
 * restarted server knows as much as the one before as soon as the nodes have called.
 */
@NullMarked
package dev.weir.counts;

import org.jspecify.annotations.NullMarked;
