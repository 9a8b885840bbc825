/**
 * What would be recorded if the switches of logging were others: from the nodes' exact counters, which do not depend on what is recorded.
 * Design: {@code docs/design/forecast.md}.
 */
@NullMarked
package dev.weir.forecast;

import org.jspecify.annotations.NullMarked;
