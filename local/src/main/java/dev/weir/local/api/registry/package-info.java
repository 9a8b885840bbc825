/**
 * Reading and writing objects with the meaning that a Kubernetes API server gives to it: admission, generations, ownership of fields,
 * deletion with finalizers and grace, what goes when its owner or namespace goes. Knows nothing of HTTP.
 */
@NullMarked
package dev.weir.local.api.registry;

import org.jspecify.annotations.NullMarked;
