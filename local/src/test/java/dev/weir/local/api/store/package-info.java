/** Tests of the parts in {@code store}. */
@NullMarked
package dev.weir.local.api.store;

import org.jspecify.annotations.NullMarked;
