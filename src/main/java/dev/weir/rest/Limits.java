package dev.weir.rest;

/** How much one answer holds. */
final class Limits {
    private static final int LONGEST_LIST = 10_000;

    private Limits() {}

    /** Of a list of objects; 0 = all of them. */
    static int page(int limit) {
        if (limit < 0 || limit > LONGEST_LIST) {
            throw ProblemException.badParameter("limit", "is 0 (all) to " + LONGEST_LIST + ".");
        }
        return limit;
    }
}
