/** JSON trees, the object model of the local Kubernetes API. Knows nothing of Kubernetes. */
@NullMarked
package dev.weir.local.api.json;

import org.jspecify.annotations.NullMarked;
