package dev.weir.alert;

import java.time.Instant;

/**
 * An alert as it is told.
 *
 * @param endsAt until when the receiver holds it for firing if it hears no more; in the past when it is over
 * @param test whether nothing has happened
 */
public record Notice(Alert alert, Instant endsAt, boolean test) {}
