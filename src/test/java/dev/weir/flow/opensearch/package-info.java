/** The record store in OpenSearch, with a real node. */
@NullMarked
package dev.weir.flow.opensearch;

import org.jspecify.annotations.NullMarked;
