/**
 * What this node must enforce, as the server said it: endpoints, subjects, identities, cookies and the logging settings at a
 * revision, and the 32-bit numbers that stand for their fingerprints in the maps. Programs are immutable; a change makes the
 * next one. Knows neither the wire (the {@code grpc} edge maps it) nor the maps. See {@code docs/design/node-protocol.md}.
 */
@NullMarked
package dev.weir.daemon.program;

import org.jspecify.annotations.NullMarked;
