package dev.weir.policy;

import java.util.List;

/**
 * Which identities the peers of a rule match. The two sets that grow with the cluster are flags.
 *
 * @param everyone any peer at all, inside or outside
 * @param everyPod any pod of the cluster
 * @param sets their members as well, now and later
 * @param identities these as well, now
 */
record PeerMatch(boolean everyone, boolean everyPod, List<PeerSet> sets, List<Identity> identities) {
    static final PeerMatch EVERYONE = new PeerMatch(true, false, List.of(), List.of());

    static PeerMatch only(List<Identity> identities) {
        return new PeerMatch(false, false, List.of(), identities);
    }

    /** What the flags alone say about pods, or about others. */
    boolean flags(boolean pod) {
        return everyone || pod && everyPod;
    }

    boolean matches(Identity identity) {
        return flags(identity.isPod())
                || sets.stream().anyMatch(set -> set.members().contains(identity))
                || identities.contains(identity);
    }
}
