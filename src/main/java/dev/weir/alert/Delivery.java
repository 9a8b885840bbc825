package dev.weir.alert;

import java.time.Instant;

/**
 * An attempt to tell a receiver, with what came back.
 *
 * @param accepted whether it took them
 * @param answer fit for a person
 */
public record Delivery(Instant at, boolean accepted, String answer) {}
