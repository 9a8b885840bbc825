package dev.weir.alert;

import java.time.Instant;

/**
 * The question whose answer shows what an alert says.
 *
 * @param filter in the language of records
 * @param to not in the time any more
 */
public record Evidence(String filter, Instant from, Instant to) {}
