/**
 * What a change of policies would do, before it is made: what may talk then and might not before, which pods become isolated, and what becomes of
 * the connections that were recorded. Says what it cannot see. Design: {@code docs/design/what-if.md}.
 */
@NullMarked
package dev.weir.simulation;

import org.jspecify.annotations.NullMarked;
