/**
 * The local cluster as a person has it: started by {@code ./weir up}, asked by {@code kubectl}, REST and a browser, with packets that
 * the kernel really judges. Tests tagged {@code e2e} and {@code browser} need root and share one cluster a JVM.
 */
@NullMarked
package dev.weir.local.e2e;

import org.jspecify.annotations.NullMarked;
