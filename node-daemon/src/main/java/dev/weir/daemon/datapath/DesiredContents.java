package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Prefix;
import java.util.Map;

/**
 * What the maps shall hold for a program. Which identity table and which revision an endpoint gets is for the reconciler to
 * say, because it depends on what is there.
 */
public record DesiredContents(
        Map<Address, Placement> endpoints,
        Map<Prefix, Integer> identities,
        Map<Integer, SubjectEntry> subjects,
        Map<PeerClassKey, Integer> peerClasses,
        Map<PortClassKey, Integer> portClasses,
        Map<VerdictKey, Integer> verdicts) {
    /** Where an endpoint's address is and which subject judges it. */
    public record Placement(int ifindex, int subject) {}
}
