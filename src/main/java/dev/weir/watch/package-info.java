/**
 * What became of the things that somebody may watch: a bounded book of news, each with a version at which a reader that lost the connection
 * goes on. Design: {@code docs/design/rest.md}.
 */
@NullMarked
package dev.weir.watch;

import org.jspecify.annotations.NullMarked;
