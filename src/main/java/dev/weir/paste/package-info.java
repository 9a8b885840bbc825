/** Whatever somebody copied elsewhere, and the page it leads to. */
@NullMarked
package dev.weir.paste;

import org.jspecify.annotations.NullMarked;
