/** A watch for the tests of those who show it. */
@NullMarked
package dev.weir.alert.testing;

import org.jspecify.annotations.NullMarked;
