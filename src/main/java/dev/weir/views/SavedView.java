package dev.weir.views;

import java.time.Instant;

/**
 * A question under a name.
 *
 * @param owner who saved it, and who alone sees it; empty for those that come with the program
 * @param filter as it was written
 * @param from how far back, or a time; empty = the default
 */
public record SavedView(String owner, String name, String filter, String from, Instant saved) {
    /** Characters of a name. */
    public static final int LONGEST_NAME = 60;
}
