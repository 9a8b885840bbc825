package dev.weir.daemon.datapath;

import dev.weir.daemon.datapath.DesiredContents.Placement;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Prefix;

/**
 * What the maps shall hold, where it may differ from what they hold. Made from a change of the program, at the cost of the
 * change, or from everything, at the cost of everything: the way to the kernel is the same.
 *
 * @param endpoints always all of them: a node has few
 */
record ContentsChange(
        TableChange<Address, Placement> endpoints,
        TableChange<Prefix, Integer> identities,
        TableChange<Integer, SubjectEntry> subjects,
        TableChange<PeerClassKey, Integer> peerClasses,
        TableChange<PortClassKey, Integer> portClasses,
        TableChange<VerdictKey, Integer> verdicts) {}
