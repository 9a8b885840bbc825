/**
 * Unit tests for the network: what may reach what and what may not, as sentences that somebody wrote down, judged by the same reachability as
 * everything else. Design: {@code docs/design/expectations.md}.
 */
@NullMarked
package dev.weir.expectation;

import org.jspecify.annotations.NullMarked;
