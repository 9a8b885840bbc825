/**
 * What a node must enforce, as values: {@link dev.weir.program.NodeProgram} and the difference between two of them,
 * {@link dev.weir.program.ProgramDelta}. Everything is sorted, so that equal input gives equal programs. Nothing here knows Kubernetes or what a
 * policy means; names are 64-bit fingerprints of content. Design: {@code docs/design/node-protocol.md}.
 */
@NullMarked
package dev.weir.program;

import org.jspecify.annotations.NullMarked;
