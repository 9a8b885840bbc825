/**
 * Who may call what over HTTP: sign-in and session for the console, bearer tokens for the API, and what every answer and request must
 * keep (headers, host names, sizes). Nothing else decides about access. Design: {@code docs/design/access.md}.
 */
@NullMarked
package dev.weir.security;

import org.jspecify.annotations.NullMarked;
