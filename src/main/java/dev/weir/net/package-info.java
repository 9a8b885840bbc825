/**
 * Values of networking: addresses, prefixes, ports, protocols, directions, verdicts. They validate themselves and print what they
 * parse. Nothing here knows Kubernetes. An address is kept as 128 bits in network byte order, IPv4 as {@code ::ffff:a.b.c.d}, as in
 * {@code bpf/lib/abi.h}.
 */
@NullMarked
package dev.weir.net;

import org.jspecify.annotations.NullMarked;
