/**
 * The REST API under {@code /api/v1}: Kubernetes objects verbatim, records, and what this server knows about enforcement. Errors are problems
 * (RFC 9457). It decides nothing: every answer comes from a core package or from the API server. Routes are described by OpenAPI, and a
 * test holds the description equal to the routes.
 */
@NullMarked
package dev.weir.rest;

import org.jspecify.annotations.NullMarked;
