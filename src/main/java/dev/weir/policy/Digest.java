package dev.weir.policy;

/**
 * The first 128 bits of a content's SHA-256. One half is its name on the wire, its fingerprint; the other tells two contents apart that have
 * one name, without keeping either.
 */
record Digest(long fingerprint, long check) {
    void describe(CanonicalContent content) {
        content.add(fingerprint).add(check);
    }
}
