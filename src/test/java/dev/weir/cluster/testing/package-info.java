/** Builders of clusters for tests, which say only what a test is about. */
@NullMarked
package dev.weir.cluster.testing;

import org.jspecify.annotations.NullMarked;
