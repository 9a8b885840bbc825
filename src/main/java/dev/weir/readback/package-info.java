/**
 * What a node's kernel enforces for a pod, as it was read back, beside what the compiled program says: in names, and with every difference.
 * Design: {@code docs/design/node-protocol.md}, Questions.
 */
@NullMarked
package dev.weir.readback;

import org.jspecify.annotations.NullMarked;
