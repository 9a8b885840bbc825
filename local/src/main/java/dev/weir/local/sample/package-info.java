/**
 * The sample application: an online shop whose pods talk to each other and to "the internet" all the time, and policies that admit part of it. Written as ordinary
 * Kubernetes manifests in {@code resources/sample}, applied through the API as a user would. Design: {@code docs/design/local-cluster.md}.
 */
@NullMarked
package dev.weir.local.sample;

import org.jspecify.annotations.NullMarked;
