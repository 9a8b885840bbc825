package dev.weir.daemon.count;

import java.time.Instant;

/** When something is entered, and which version of the book it makes. */
record Mark(Instant now, long version) {}
