/**
 * Saved views: questions that a person wants to ask again. Few, small, and kept in one file; knows filters, and nothing of HTTP or Spring.
 * Design: {@code docs/design/flow-log.md}.
 */
@NullMarked
package dev.weir.views;

import org.jspecify.annotations.NullMarked;
