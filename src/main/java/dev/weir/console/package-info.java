/**
 * The edge that speaks HTML: pages and their htmx fragments under the same addresses, usable without scripts but for the live tail.
 * A {@code *PageController} reads the core packages and hands a {@code *View} to the template of the same name; every decision about
 * what is shown is made in the view records, none in a template, and every sentence comes from {@code messages.properties}. It knows
 * nothing of the other edges. See {@code docs/design/console.md}.
 */
@NullMarked
package dev.weir.console;

import org.jspecify.annotations.NullMarked;
