package dev.weir.policy;

/** What the step from one compilation to the next is to a node. */
public enum Concern {
    /** Its program is the same but for the revision. */
    NOTHING,
    /**
     * It decides every packet as before. What differs is the identity or the owner of addresses that none of its rules tells apart: it needs
     * them to name them in records, so they may come a little later, together with others.
     */
    NAMES,
    /** It may decide a packet otherwise, or name other policies, or record something else: it must be told at once. */
    ENFORCEMENT
}
