/**
 * The record store for several servers and for more records than one machine holds: an OpenSearch cluster. Only this package speaks to it.
 * Requests are trees of JSON, as the filter language writes them. Design: {@code docs/design/flow-log.md}.
 */
@NullMarked
package dev.weir.flow.opensearch;

import org.jspecify.annotations.NullMarked;
