/**
 * {@code ./weir bench control}: one real server, fed by the local Kubernetes API, and many simulated daemons. Measures how long a change
 * takes until the last node that it concerns has acknowledged it, and what that costs the server. Design: {@code docs/design/benchmarks.md}.
 */
@NullMarked
package dev.weir.local.bench.control;

import org.jspecify.annotations.NullMarked;
