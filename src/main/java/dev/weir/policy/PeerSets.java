package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** The sets of peers that rules name, and which identities belong to which. */
final class PeerSets {
    private final Map<PeerSet.Key, PeerSet> sets = new HashMap<>();
    private final Set<PeerSet> fresh = new LinkedHashSet<>();
    private final Set<PeerSet> released = new LinkedHashSet<>();
    private final Finder finder = new Finder();

    /** Which sets an identity belongs to. */
    private static final class Finder {
        private final SelectorIndex<PeerSet> bySelector = new SelectorIndex<>();
        private final Map<Peer, PeerSet> byBlock = new HashMap<>();

        void add(PeerSet set) {
            if (set.key().peer() instanceof Peer.IpBlockPeer block) {
                byBlock.put(block, set);
            } else {
                bySelector.add(set.key().namespace(), set.key().selectors(), set);
            }
        }

        void remove(PeerSet set) {
            if (set.key().peer() instanceof Peer.IpBlockPeer block) {
                byBlock.remove(block);
            } else {
                bySelector.remove(set.key().namespace(), set.key().selectors(), set);
            }
        }

        void forEachSetOf(Identity identity, Consumer<PeerSet> found) {
            Identity.Content content = identity.content();
            content.region().blocks().forEach(block -> {
                PeerSet set = byBlock.get(block);
                if (set != null) {
                    found.accept(set);
                }
            });
            if (identity.isPod()) {
                bySelector.forEachMatching(content.namespace(), List.of(content.podLabels()), found);
                bySelector.forEachMatching("", List.of(content.podLabels(), content.namespaceLabels()), found);
            }
        }
    }

    /** Every pod of the cluster is a flag of an atom, not a set. */
    static boolean isEveryPod(Peer peer) {
        return peer instanceof Peer.NamespacePeer wide
                && wide.namespaces().isEverything()
                && wide.pods().isEverything();
    }

    void add(NetworkPolicy policy) {
        forEachKey(policy, key -> {
            PeerSet set = sets.get(key);
            if (set == null) {
                set = new PeerSet(key);
                sets.put(key, set);
                fresh.add(set);
            }
            set.countRules(1);
        });
    }

    void remove(NetworkPolicy policy) {
        forEachKey(policy, key -> {
            PeerSet set = of(key);
            set.countRules(-1);
            if (set.rules() == 0) {
                released.add(set);
            }
        });
    }

    private static void forEachKey(NetworkPolicy policy, Consumer<PeerSet.Key> action) {
        for (Direction direction : Direction.values()) {
            for (Rule rule : policy.rules(direction)) {
                for (Peer peer : rule.peers()) {
                    if (!isEveryPod(peer)) {
                        action.accept(PeerSet.Key.of(peer, policy.ref().namespace()));
                    }
                }
            }
        }
    }

    PeerSet of(Peer peer, String policyNamespace) {
        return of(PeerSet.Key.of(peer, policyNamespace));
    }

    private PeerSet of(PeerSet.Key key) {
        return Objects.requireNonNull(sets.get(key), "no policy has this peer");
    }

    /** Puts the identities that have come into all sets, and those that were there into the sets that have come. */
    void update(Identities identities, Identities.Change change) {
        fresh.forEach(finder::add);
        if (identities.size() > change.created().size() + 1) {
            fillFresh(identities);
        }
        change.created().forEach(identity -> finder.forEachSetOf(identity, set -> set.admit(identity)));
        fresh.clear();
    }

    /** No block of a region is new to the identities that were there: a new block gives its addresses other regions. */
    private void fillFresh(Identities identities) {
        Finder wide = new Finder();
        boolean anyWide = false;
        for (PeerSet set : fresh) {
            switch (set.key().peer()) {
                case Peer.PodPeer own ->
                    identities.in(set.key().namespace()).stream()
                            .filter(identity -> belongs(identity.content(), set.key()))
                            .forEach(set::admit);
                case Peer.NamespacePeer everywhere -> {
                    wide.add(set);
                    anyWide = true;
                }
                case Peer.IpBlockPeer block -> {}
            }
        }
        if (anyWide) {
            identities.all().forEach(identity -> wide.forEachSetOf(identity, set -> set.admit(identity)));
        }
    }

    private static boolean belongs(Identity.Content content, PeerSet.Key key) {
        return key.matches(content.namespace(), content.podLabels(), content.namespaceLabels());
    }

    /** Forgets the sets that no rule names any more. */
    void forgetUnused() {
        for (PeerSet set : released) {
            if (set.rules() == 0) {
                set.dismissAll();
                finder.remove(set);
                sets.remove(set.key());
            }
        }
        released.clear();
    }

    int size() {
        return sets.size();
    }
}
