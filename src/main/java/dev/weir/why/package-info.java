/**
 * Explains a record by what was in force when it was made: each policy of both ends with one of four words, the nearest miss, and whether
 * today's policies would decide the same. A policy never denies; the words say what it admits. It knows records, policies and the history
 * of the cluster, and nothing of HTTP. Design: {@code docs/design/why.md}.
 */
@NullMarked
package dev.weir.why;

import org.jspecify.annotations.NullMarked;
