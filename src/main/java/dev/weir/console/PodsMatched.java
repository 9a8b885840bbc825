package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.Rule;
import dev.weir.console.Parts.Link;
import dev.weir.policy.MatchedPods;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whom a selector means now: a number, and the list behind it. Has the fragment {@code pods-matched}.
 *
 * @param more how many are not listed, in words; null when all are
 */
record PodsMatched(String text, List<Link> pods, @Nullable String more) {
    private static final int SHOWN = 50;

    static PodsMatched ofPeer(Peer peer, String namespace, ClusterSnapshot snapshot, Texts texts) {
        return of(MatchedPods.of(peer, namespace, snapshot), texts);
    }

    /** Of all peers of a rule; null when it means anyone. */
    static @Nullable PodsMatched ofRule(Rule rule, String namespace, ClusterSnapshot snapshot, Texts texts) {
        return rule.peers().isEmpty() ? null : of(MatchedPods.ofAny(rule.peers(), namespace, snapshot), texts);
    }

    static PodsMatched of(Collection<Pod> pods, Texts texts) {
        Set<String> namespaces = new TreeSet<>();
        pods.forEach(pod -> namespaces.add(pod.ref().namespace()));
        String where = texts.of("policy.namespaces", namespaces.size());
        return new PodsMatched(
                texts.of("policy.peers-now", pods.size(), where),
                pods.stream().limit(SHOWN).map(PodsMatched::link).toList(),
                pods.size() > SHOWN ? texts.of("pods.more", pods.size() - SHOWN) : null);
    }

    private static Link link(Pod pod) {
        return new Link(
                PolicyAddress.namespace(pod.ref().namespace()),
                pod.ref().namespace() + "/" + pod.ref().name());
    }
}
