/**
 * Who changed what, when and from where: policies, what is annotated and switched, and Weir's own objects. Durable, bounded, only added to.
 * Knows neither Spring nor HTTP. Design: {@code docs/design/history.md}.
 */
@NullMarked
package dev.weir.audit;

import org.jspecify.annotations.NullMarked;
