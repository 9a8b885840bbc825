/** Tests of the parts in {@code kinds}. */
@NullMarked
package dev.weir.local.api.kinds;

import org.jspecify.annotations.NullMarked;
