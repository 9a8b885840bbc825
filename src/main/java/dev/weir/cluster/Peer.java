package dev.weir.cluster;

import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.List;
import java.util.TreeSet;

/** One of a rule's {@code from} or {@code to}. */
public sealed interface Peer {

    /** {@code podSelector} alone: pods of the policy's own namespace. */
    record PodPeer(LabelSelector pods) implements Peer {}

    /** {@code namespaceSelector}, with {@code podSelector} or, when that is absent, with everything. */
    record NamespacePeer(LabelSelector namespaces, LabelSelector pods) implements Peer {}

    /** {@code ipBlock}: a range of addresses without some of its parts. */
    record IpBlockPeer(IpPrefix block, List<IpPrefix> except) implements Peer {
        public IpBlockPeer {
            except = List.copyOf(new TreeSet<>(except));
        }

        public boolean contains(IpAddress address) {
            return block.contains(address) && except.stream().noneMatch(hole -> hole.contains(address));
        }
    }
}
