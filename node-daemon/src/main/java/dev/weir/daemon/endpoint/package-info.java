/**
 * Which interface of this node belongs to which pod. Pods are announced by whatever creates them, or found by the host route
 * to their address. Knows no policy beyond the addresses of the program's endpoints, and attaches nothing itself.
 */
@NullMarked
package dev.weir.daemon.endpoint;

import org.jspecify.annotations.NullMarked;
