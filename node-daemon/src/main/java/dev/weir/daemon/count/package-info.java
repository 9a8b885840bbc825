/**
 * What the datapath decided, counted exactly: by policy and rule, by namespace, by pair of workloads. The kernel's counters are added
 * to a book of this node that outlives the daemon, so that a counter whose cookie is gone can be removed and nothing is
 * lost with it. Independent of what is recorded. Design: {@code docs/design/counts.md}.
 */
@NullMarked
package dev.weir.daemon.count;

import org.jspecify.annotations.NullMarked;
