/**
 * The HTTP form of the local Kubernetes API: paths, parameters, media types, discovery, OpenAPI, watches as streams. What a request means
 * is decided in {@code registry}.
 */
@NullMarked
package dev.weir.local.api.http;

import org.jspecify.annotations.NullMarked;
