package dev.weir.flow.store;

import java.time.Instant;

/**
 * Why no records are taken in at present. They are not acknowledged and stay in the nodes' files.
 *
 * @param reason fit for a person
 * @param since when the first one was refused
 */
public record Stall(String reason, Instant since) {}
