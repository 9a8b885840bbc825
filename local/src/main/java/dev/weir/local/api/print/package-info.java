/** Objects as tables: the columns that {@code kubectl get} shows for each kind. */
@NullMarked
package dev.weir.local.api.print;

import org.jspecify.annotations.NullMarked;
