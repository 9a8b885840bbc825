/**
 * Values of networking, the same for both address families: addresses, prefixes, directions, and the clocks of the node.
 * Knows no policy, no map and no wire format. Addresses are 16 bytes everywhere, an IPv4 address as {@code ::ffff:a.b.c.d}.
 */
@NullMarked
package dev.weir.daemon.net;

import org.jspecify.annotations.NullMarked;
