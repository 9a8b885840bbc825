package dev.weir.draft;

import java.time.Instant;

/**
 * A text that somebody is writing.
 *
 * @param owner who alone sees it
 * @param subject what it is about, such as {@code shop/web-in}, or {@code shop/} for something new
 * @param version of the object that it is based on; empty for something new
 * @param original that object's text, for joining the two when the object has changed
 */
public record Draft(String owner, String subject, String version, String original, String text, Instant saved) {}
