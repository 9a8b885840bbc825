/** Tests of the parts in {@code schema}. */
@NullMarked
package dev.weir.local.api.schema;

import org.jspecify.annotations.NullMarked;
