/**
 * Who talks to whom: pairs from the records of a time, joined with what the nodes counted and with the policies that guard them; and the map
 * of exactly these pairs. It knows only what the reader may see. Design: {@code docs/design/console.md}.
 */
@NullMarked
package dev.weir.pairs;

import org.jspecify.annotations.NullMarked;
