/** Tests of the parts in {@code print}. */
@NullMarked
package dev.weir.local.api.print;

import org.jspecify.annotations.NullMarked;
