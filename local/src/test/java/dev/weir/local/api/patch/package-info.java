/** Tests of the parts in {@code patch}. */
@NullMarked
package dev.weir.local.api.patch;

import org.jspecify.annotations.NullMarked;
