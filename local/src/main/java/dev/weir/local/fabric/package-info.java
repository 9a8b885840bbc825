/**
 * The network of the local cluster: namespaces for nodes, pods, the fabric between them and "the internet", the veths that join them, and the
 * addresses. Everything is named so that it can be recognised and removed without any memory of who made it. Knows no Kubernetes. The only package
 * that calls native code. Design: {@code docs/design/local-cluster.md}.
 */
@NullMarked
package dev.weir.local.fabric;

import org.jspecify.annotations.NullMarked;
