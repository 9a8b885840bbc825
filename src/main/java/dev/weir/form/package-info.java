/**
 * A NetworkPolicy as a form: what a person can fill in, read from the text and written back into it, so that everything the form does not know
 * stays as it is. Pure: texts in, texts out. Design: {@code docs/design/editor.md}.
 */
@NullMarked
package dev.weir.form;

import org.jspecify.annotations.NullMarked;
