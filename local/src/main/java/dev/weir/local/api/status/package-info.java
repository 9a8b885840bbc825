/**
 * Refusals of the local Kubernetes API: status codes, reasons, messages and causes in the wording of a real API server, because people
 * and programs read them.
 */
@NullMarked
package dev.weir.local.api.status;

import org.jspecify.annotations.NullMarked;
