/** {@code ./weir bench compile}: what compilation costs at the size of large clusters. Not a test, and not part of the server. */
@NullMarked
package dev.weir.bench;

import org.jspecify.annotations.NullMarked;
