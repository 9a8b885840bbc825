package dev.weir.lint;

import dev.weir.cluster.Peer;
import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.cluster.Rule;
import dev.weir.net.IpPrefix;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Whether rules together admit all that one rule admits, whatever the cluster is: for each of its peers, the rules that mean all of this peer
 * must have all of its ports between them.
 */
final class RuleCover {
    /** Everyone is everyone of either family. */
    private static final List<Peer> EVERYONE = List.of(
            new IpBlockPeer(IpPrefix.parse("0.0.0.0/0"), List.of()),
            new IpBlockPeer(IpPrefix.parse("::/0"), List.of()));

    private final List<Rule> others;

    RuleCover(List<Rule> others) {
        this.others = others;
    }

    /** The indexes of rules that cover it, the proof; empty when they do not. For a rule that admits nothing it is a proof without rules. */
    Optional<Set<Integer>> proof(Rule rule) {
        Set<Integer> proof = new TreeSet<>();
        for (Peer peer : rule.peers().isEmpty() ? EVERYONE : rule.peers()) {
            if (!PeerCover.isImpossible(peer) && !covered(peer, PortSet.of(rule.ports()), proof)) {
                return Optional.empty();
            }
        }
        return Optional.of(proof);
    }

    private boolean covered(Peer peer, PortSet ports, Set<Integer> proof) {
        List<Integer> candidates = IntStream.range(0, others.size())
                .filter(index -> means(others.get(index), peer))
                .boxed()
                .toList();
        Predicate<Integer> alone =
                index -> PortSet.of(others.get(index).ports()).covers(ports);
        Optional<Integer> one = candidates.stream()
                .filter(proof::contains)
                .filter(alone)
                .findFirst()
                .or(() -> candidates.stream().filter(alone).findFirst());
        if (one.isPresent()) {
            proof.add(one.get());
            return true;
        }
        proof.addAll(candidates);
        return PortSet.union(candidates.stream()
                        .map(index -> PortSet.of(others.get(index).ports()))
                        .toList())
                .covers(ports);
    }

    private static boolean means(Rule rule, Peer peer) {
        return PeerCover.isEveryone(rule.peers())
                || rule.peers().stream().anyMatch(wider -> PeerCover.within(peer, wider));
    }
}
