/**
 * {@code ./weir bench console}: one real server with the objects and the records of a cluster as many have it, asked for every page of the
 * console as a browser asks, and followed by many tabs at once. Design: {@code docs/design/benchmarks.md}.
 */
@NullMarked
package dev.weir.local.bench.console;

import org.jspecify.annotations.NullMarked;
