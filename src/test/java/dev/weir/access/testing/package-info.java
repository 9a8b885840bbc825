/** Whoever a test wants to be. */
@NullMarked
package dev.weir.access.testing;

import org.jspecify.annotations.NullMarked;
