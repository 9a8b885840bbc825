/** The control plane. The packages below are the stages of its pipeline; see {@code docs/DESIGN.md}. */
@NullMarked
package dev.weir;

import org.jspecify.annotations.NullMarked;
