/**
 * Alerts: rules over records, counters and nodes, each with its evidence as a question that anybody can ask again. Whether a rule holds is
 * found in {@code detect}; who is told is behind the port {@code AlertReceiver}, spoken in {@code webhook}. Knows nothing of Spring but in
 * {@code webhook}, and of HTTP pages nothing at all. Design: {@code docs/design/alerts.md}.
 */
@NullMarked
package dev.weir.alert;

import org.jspecify.annotations.NullMarked;
