/**
 * Ordered tables that share structure: {@link dev.weir.table.Table} and {@link dev.weir.table.Relation}. The next version of one costs what
 * has changed, and so does the question what is different between two. Nothing here knows what the rows mean.
 */
@NullMarked
package dev.weir.table;

import org.jspecify.annotations.NullMarked;
