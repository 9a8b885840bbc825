/**
 * Says in sentences what a policy does, with the places of its text that say it. Pages and REST have them from here, so both say the same.
 * Design: {@code docs/design/console.md}.
 */
@NullMarked
package dev.weir.words;

import org.jspecify.annotations.NullMarked;
