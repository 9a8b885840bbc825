/**
 * What is particular to each built-in kind: allowed names, defaults, validation, fields that cannot be changed. The wording of faults is
 * that of a Kubernetes API server. Knows nothing of the store or of HTTP.
 */
@NullMarked
package dev.weir.local.api.kinds;

import org.jspecify.annotations.NullMarked;
