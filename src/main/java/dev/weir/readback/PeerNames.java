package dev.weir.readback;

import dev.weir.nodes.EndpointReading.Peer;
import dev.weir.program.IdentityEntry;
import dev.weir.program.IdentityKind;
import dev.weir.program.NodeProgram;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whose addresses an identity has, in words. */
final class PeerNames {
    private static final int MOST_NAMES = 8;

    private static final class Names {
        private final TreeSet<String> first = new TreeSet<>();
        private long more;

        void add(String name) {
            if (first.contains(name)) {
                return;
            }
            if (first.size() < MOST_NAMES) {
                first.add(name);
            } else {
                more++;
            }
        }

        @Override
        public String toString() {
            return String.join(", ", first) + (more == 0 ? "" : " and " + more + " more");
        }
    }

    private final Map<Peer, Names> names = new HashMap<>();

    /** @param identities that are to be named: a program has those of the whole cluster */
    PeerNames(NodeProgram program, Set<Long> identities) {
        names.put(new Peer(0, IdentityKind.OUTSIDE), new Names());
        name(0, IdentityKind.OUTSIDE).add("addresses that no ipBlock names");
        for (IdentityEntry entry : program.identities().values()) {
            if (entry.identity() != 0 && identities.contains(entry.identity())) {
                name(entry.identity(), entry.kind()).add(text(entry));
            }
        }
    }

    private Names name(long identity, IdentityKind kind) {
        return names.computeIfAbsent(new Peer(identity, kind), any -> new Names());
    }

    private static String text(IdentityEntry entry) {
        IdentityEntry.Owner owner = entry.owner();
        return switch (entry.kind()) {
            case POD -> "pods of " + owner.namespace() + "/" + (owner.name().isEmpty() ? owner.pod() : owner.name());
            case NODE -> "node " + (owner.node().isEmpty() ? entry.prefix() : owner.node());
            case OUTSIDE -> entry.prefix().toString();
        };
    }

    /** The kinds of address that have the identity, each a number in the maps. */
    Set<Peer> of(long identity) {
        return names.keySet().stream()
                .filter(peer -> peer.identity() == identity)
                .collect(Collectors.toSet());
    }

    String text(Peer peer) {
        Names known = names.get(peer);
        return known == null
                ? "identity " + Long.toHexString(peer.identity()) + ", which nobody has"
                : known.toString();
    }
}
