/**
 * What happened on the wire: records of allowed connections and denied packets, and the port that takes them in. Knows values of
 * {@code net} and {@code cluster} only. Design: {@code docs/design/flow-log.md}.
 */
@NullMarked
package dev.weir.flow;

import org.jspecify.annotations.NullMarked;
