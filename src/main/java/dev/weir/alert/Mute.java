package dev.weir.alert;

import java.time.Instant;

/**
 * Nobody is told of an alert for a while.
 *
 * @param state {@code SNOOZED}: later; {@code EXPECTED}: it is meant to be so
 * @param who muted it
 */
public record Mute(AlertState state, String who, String why, Instant at, Instant until) {
    boolean holdsAt(Instant now) {
        return now.isBefore(until);
    }
}
