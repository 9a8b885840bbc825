/**
 * What is wrong, or probably not meant, in the text of a NetworkPolicy: at the line where it stands, in one sentence, with a fix where there
 * is one. Pure: a text and, where it is asked about more than the text, a snapshot of the cluster. Design: {@code docs/design/editor.md}.
 */
@NullMarked
package dev.weir.lint;

import org.jspecify.annotations.NullMarked;
