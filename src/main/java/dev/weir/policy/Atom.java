package dev.weir.policy;

import dev.weir.program.SubjectSide.TransportPrefix;
import java.util.Collection;

/**
 * The smallest part of a rule in which peers and ports are independent of each other: the whole rule, or, of an egress rule with a named
 * port, one number to which some peers resolve that name.
 *
 * @param key what it is, within its subject's side
 */
record Atom(Key key, PeerMatch peers, Collection<TransportPrefix> ports) {

    /**
     * Position of the policy among those that select the pod, position of the rule in it, and the number a named port was resolved to (with
     * its protocol), or {@link #NO_PORT} for the part of the rule that needs no resolution on the peer.
     */
    record Key(int policy, int rule, int resolvedPort) {
        static final int NO_PORT = -1;

        void describe(CanonicalContent content) {
            content.add(policy).add(rule).add(resolvedPort);
        }
    }
}
