/**
 * Policies that are written together, and taken back by themselves when nobody confirms them or when they deny what was allowed before. Knows
 * neither Spring nor HTTP. Design: {@code docs/design/changes.md}.
 */
@NullMarked
package dev.weir.change;

import org.jspecify.annotations.NullMarked;
