/**
 * Which daemons exist and how far they are. {@link dev.weir.nodes.ProgramPublisher} brings every node to the newest revision, one update
 * at a time; {@link dev.weir.nodes.NodeRegistry} tells what each node has acknowledged and reported. The wire is behind the port
 * {@link dev.weir.nodes.NodeStream}. Design: {@code docs/design/node-protocol.md}.
 */
@NullMarked
package dev.weir.nodes;

import org.jspecify.annotations.NullMarked;
