/**
 * The edge that speaks protobuf and gRPC: to the control plane (programs down, reports and records up), to whatever creates
 * pods on this node, and to the daemon's own files. The only package that knows generated classes; its mappers are total and
 * package-private. See {@code docs/design/node-protocol.md}.
 */
@NullMarked
package dev.weir.daemon.grpc;

import org.jspecify.annotations.NullMarked;
