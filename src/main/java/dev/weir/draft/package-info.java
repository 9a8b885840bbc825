/**
 * What people have typed and not yet saved: a text for each person and object, kept over a restart so that nothing is lost. Knows nothing of
 * HTTP or Spring. Design: {@code docs/design/editor.md}.
 */
@NullMarked
package dev.weir.draft;

import org.jspecify.annotations.NullMarked;
