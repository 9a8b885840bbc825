/** Tests of the parts in {@code registry}. */
@NullMarked
package dev.weir.local.api.registry;

import org.jspecify.annotations.NullMarked;
