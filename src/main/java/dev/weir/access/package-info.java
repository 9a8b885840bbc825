/**
 * Who may do what: people and API tokens, each with roles in some namespaces or in all. A token's secret exists once, in the answer that creates it; what is kept is its SHA-256,
 * which suffices because the secret is random and long. Knows neither Spring nor HTTP. Design: {@code docs/design/access.md}.
 */
@NullMarked
package dev.weir.access;

import org.jspecify.annotations.NullMarked;
