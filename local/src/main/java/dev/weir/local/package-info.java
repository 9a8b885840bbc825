/** The local cluster: one program that gives a small, real cluster on one machine. It is never part of an image. */
@NullMarked
package dev.weir.local;

import org.jspecify.annotations.NullMarked;
