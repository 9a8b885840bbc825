/** What the record store can do, measured: {@code ./weir bench store}. Design: {@code docs/design/benchmarks.md}. */
@NullMarked
package dev.weir.flow.bench;

import org.jspecify.annotations.NullMarked;
