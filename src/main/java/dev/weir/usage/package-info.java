/**
 * Which of what a policy admits was used, as records tell: for each rule the last one, and the pods that it admits and of which none tells.
 * What could not be seen stands beside it. Design: {@code docs/design/usage.md}.
 */
@NullMarked
package dev.weir.usage;

import org.jspecify.annotations.NullMarked;
