/**
 * Starts, watches and removes the parts of the local cluster: the API, the fabric, one daemon a node, the server. Everything it makes is recognisable by its
 * name or its environment, so {@link dev.weir.local.supervisor.Cleanup} needs no memory of who made it, and works after any crash. Design:
 * {@code docs/design/local-cluster.md}.
 */
@NullMarked
package dev.weir.local.supervisor;

import org.jspecify.annotations.NullMarked;
