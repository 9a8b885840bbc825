/**
 * The objects of the local cluster in memory: one counter of revisions for all kinds, compare-and-set writes, a history from which
 * watches resume, and the selectors of lists and watches. Knows nothing of what an object means.
 */
@NullMarked
package dev.weir.local.api.store;

import org.jspecify.annotations.NullMarked;
