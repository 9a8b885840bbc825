/** Small files that are replaced as a whole. Knows nothing of what is in them. */
@NullMarked
package dev.weir.file;

import org.jspecify.annotations.NullMarked;
