/**
 * What fields objects have and how two writers of an object merge: of the built-in kinds from the client's model classes, of custom
 * resources from their definitions. Strict decoding, pruning, strategic merge, server-side apply and the OpenAPI document all read the
 * same {@link dev.weir.local.api.schema.Schema}.
 */
@NullMarked
package dev.weir.local.api.schema;

import org.jspecify.annotations.NullMarked;
