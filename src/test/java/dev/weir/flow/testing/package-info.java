/** Records for tests. */
@NullMarked
package dev.weir.flow.testing;

import org.jspecify.annotations.NullMarked;
