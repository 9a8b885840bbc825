/** Tests of the parts in {@code http}. */
@NullMarked
package dev.weir.local.api.http;

import org.jspecify.annotations.NullMarked;
