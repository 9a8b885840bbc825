package dev.weir.policy;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.cluster.Peer.NamespacePeer;
import dev.weir.cluster.Peer.PodPeer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes a failing case smaller while it still fails: takes away a pod, a policy, a rule, a peer, a port, a label, an address, one at a time
 * and the large things first, until nothing can go. Deterministic.
 */
final class Shrinker {
    private Shrinker() {}

    static PacketCase shrink(PacketCase failing, Predicate<PacketCase> fails) {
        PacketCase smallest = failing;
        Optional<PacketCase> smaller = Optional.of(failing);
        while (smaller.isPresent()) {
            smallest = smaller.get();
            smaller = smaller(smallest).filter(fails).findFirst();
        }
        return smallest;
    }

    private static Stream<PacketCase> smaller(PacketCase from) {
        ClusterContents contents = from.contents();
        return Stream.of(
                        without(contents.policies()).map(policies -> with(from, contents.pods(), policies)),
                        without(contents.pods()).map(pods -> with(from, pods, contents.policies())),
                        without(contents.namespaces()).map(namespaces -> with(from, namespaces)),
                        changed(contents.policies(), Shrinker::smaller)
                                .map(policies -> with(from, contents.pods(), policies)),
                        changed(contents.pods(), Shrinker::smaller).map(pods -> with(from, pods, contents.policies())),
                        changed(contents.namespaces(), Shrinker::smaller).map(namespaces -> with(from, namespaces)))
                .flatMap(Function.identity());
    }

    private static PacketCase with(PacketCase from, Collection<Pod> pods, Collection<NetworkPolicy> policies) {
        ClusterContents old = from.contents();
        return new PacketCase(
                new ClusterContents(
                        old.namespaces(), old.nodes(), pods, policies, old.declaredLogging(), old.logging()),
                from.packet());
    }

    private static PacketCase with(PacketCase from, List<Namespace> namespaces) {
        ClusterContents old = from.contents();
        return new PacketCase(
                new ClusterContents(
                        namespaces, old.nodes(), old.pods(), old.policies(), old.declaredLogging(), old.logging()),
                from.packet());
    }

    private static Stream<NetworkPolicy> smaller(NetworkPolicy policy) {
        return Stream.of(
                        lists(policy.ingress(), Shrinker::smaller)
                                .map(rules -> with(policy, policy.podSelector(), rules, policy.egress())),
                        lists(policy.egress(), Shrinker::smaller)
                                .map(rules -> with(policy, policy.podSelector(), policy.ingress(), rules)),
                        smaller(policy.podSelector())
                                .map(selector -> with(policy, selector, policy.ingress(), policy.egress())),
                        policy.declaredTypes().stream().map(type -> {
                            Set<Direction> types = new HashSet<>(policy.declaredTypes());
                            types.remove(type);
                            return new NetworkPolicy(
                                    policy.ref(),
                                    policy.annotations(),
                                    policy.podSelector(),
                                    types,
                                    policy.ingress(),
                                    policy.egress());
                        }))
                .flatMap(Function.identity());
    }

    private static NetworkPolicy with(NetworkPolicy policy, LabelSelector pods, List<Rule> ingress, List<Rule> egress) {
        return new NetworkPolicy(policy.ref(), policy.annotations(), pods, policy.declaredTypes(), ingress, egress);
    }

    private static Stream<Rule> smaller(Rule rule) {
        return Stream.concat(
                lists(rule.peers(), Shrinker::smaller).map(peers -> new Rule(peers, rule.ports())),
                without(rule.ports()).map(ports -> new Rule(rule.peers(), ports)));
    }

    private static Stream<Peer> smaller(Peer peer) {
        return switch (peer) {
            case PodPeer pods -> smaller(pods.pods()).map(PodPeer::new);
            case NamespacePeer both ->
                Stream.concat(
                        smaller(both.namespaces()).map(namespaces -> new NamespacePeer(namespaces, both.pods())),
                        smaller(both.pods()).map(pods -> new NamespacePeer(both.namespaces(), pods)));
            case IpBlockPeer block -> without(block.except()).map(except -> new IpBlockPeer(block.block(), except));
        };
    }

    private static Stream<LabelSelector> smaller(LabelSelector selector) {
        return Stream.concat(
                without(selector.matchLabels()).map(labels -> new LabelSelector(labels, selector.requirements())),
                without(selector.requirements())
                        .map(requirements -> new LabelSelector(selector.matchLabels(), requirements)));
    }

    private static Stream<Pod> smaller(Pod pod) {
        return Stream.of(
                        without(pod.labels()).map(labels -> with(pod, labels, pod.declaredAddresses(), pod.ports())),
                        without(pod.ports()).map(ports -> with(pod, pod.labels(), pod.declaredAddresses(), ports)),
                        without(pod.declaredAddresses())
                                .map(addresses -> with(pod, pod.labels(), addresses, pod.ports())))
                .flatMap(Function.identity());
    }

    private static Pod with(Pod pod, Map<String, String> labels, List<IpAddress> addresses, List<ContainerPort> ports) {
        return new Pod(
                pod.ref(),
                pod.uid(),
                labels,
                pod.node(),
                addresses,
                pod.hostNetwork(),
                pod.phase(),
                pod.ready(),
                pod.workload(),
                ports);
    }

    /** Its name stays: every namespace of a cluster has it as a label. */
    private static Stream<Namespace> smaller(Namespace namespace) {
        return without(namespace.labels())
                .filter(labels -> labels.containsKey("kubernetes.io/metadata.name"))
                .map(labels -> new Namespace(namespace.name(), labels, namespace.annotations()));
    }

    private static <T> Stream<List<T>> lists(List<T> list, Function<T, Stream<T>> smaller) {
        return Stream.concat(without(list), changed(list, smaller));
    }

    /** The list without each of its elements in turn. */
    private static <T> Stream<List<T>> without(Collection<T> list) {
        return IntStream.range(0, list.size()).mapToObj(i -> {
            List<T> rest = new ArrayList<>(list);
            rest.remove(i);
            return rest;
        });
    }

    private static Stream<Map<String, String>> without(Map<String, String> map) {
        return map.keySet().stream().map(key -> {
            Map<String, String> rest = new HashMap<>(map);
            rest.remove(key);
            return rest;
        });
    }

    /** The list with each of its elements in turn made smaller. */
    private static <T> Stream<List<T>> changed(Collection<T> collection, Function<T, Stream<T>> smaller) {
        List<T> list = List.copyOf(collection);
        return IntStream.range(0, list.size())
                .boxed()
                .flatMap(i -> smaller.apply(list.get(i)).map(element -> {
                    List<T> copy = new ArrayList<>(list);
                    copy.set(i, element);
                    return copy;
                }));
    }
}
