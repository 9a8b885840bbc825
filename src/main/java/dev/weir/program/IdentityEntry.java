package dev.weir.program;

import dev.weir.net.IpPrefix;

/**
 * Whose addresses these are.
 *
 * @param identity 0 = outside and in no ipBlock; needed where a shorter prefix says otherwise
 * @param owner names for records; {@link Owner#NONE} for a range outside
 */
public record IdentityEntry(IpPrefix prefix, long identity, IdentityKind kind, Owner owner) {

    /**
     * Names for records; empty where there is none.
     *
     * @param kind of the controlling owner, e.g. Deployment
     */
    public record Owner(String namespace, String pod, String kind, String name, String node) {
        public static final Owner NONE = new Owner("", "", "", "", "");
    }
}
