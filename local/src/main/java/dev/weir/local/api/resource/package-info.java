/** Which kinds are served, under which names, with which schema and rules: the built-in ones and those that definitions add. */
@NullMarked
package dev.weir.local.api.resource;

import org.jspecify.annotations.NullMarked;
