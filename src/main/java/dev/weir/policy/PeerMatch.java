package dev.weir.policy;

import java.util.List;

/**
 * Which identities a peer, or a rule's list of them, matches. The two sets that grow with the cluster are flags, not lists.
 *
 * @param everyone any peer at all, inside or outside
 * @param everyPod any pod of the cluster
 * @param identities these as well
 */
record PeerMatch(boolean everyone, boolean everyPod, List<Identity> identities) {
    static final PeerMatch EVERYONE = new PeerMatch(true, false, List.of());
    static final PeerMatch EVERY_POD = new PeerMatch(false, true, List.of());

    static PeerMatch only(List<Identity> identities) {
        return new PeerMatch(false, false, identities);
    }

    /** The flags alone decide about this identity. */
    boolean coversAllLike(Identity identity) {
        return everyone || everyPod && identity.isPod();
    }
}
