/**
 * The edge to the daemons: the node protocol of {@code proto/weir/v1} over gRPC, on a Unix socket or over TCP with mutual TLS. Only here is
 * Protocol Buffers spoken; mappers turn messages into values of {@code nodes}, {@code program} and {@code flow}, and back. It decides
 * nothing. Design: {@code docs/design/node-protocol.md}.
 */
@NullMarked
package dev.weir.grpc;

import org.jspecify.annotations.NullMarked;
