/**
 * The filter language of records: the subset of the Cloud Logging query language that GKE's documentation and its users write. A
 * {@code RecordFilter} is parsed once and then runs as SQL with bound parameters or as a predicate over one record; a property test
 * holds both equal. It knows field names and nothing of stores. Design: {@code docs/design/flow-log.md}.
 */
@NullMarked
package dev.weir.flow.filter;

import org.jspecify.annotations.NullMarked;
