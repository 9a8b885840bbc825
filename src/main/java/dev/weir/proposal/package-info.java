/**
 * From a denied connection to the rule that would admit it: the smallest edit, and all that it admits besides. Proposes; writes nothing. Design:
 * {@code docs/design/what-if.md}.
 */
@NullMarked
package dev.weir.proposal;

import org.jspecify.annotations.NullMarked;
