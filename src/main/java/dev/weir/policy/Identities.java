package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.Peer;
import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The identities of a snapshot, indexed for the question which of them a peer matches. Answers are remembered. */
final class Identities {
    private final Table<IpPrefix, IdentityEntry> entries;
    private final List<Identity> pods;
    private final List<Identity> others;
    private final LabelIndex<Namespace> namespaces;
    private final LabelIndex<Identity> podsByLabel;
    private final Map<String, List<Identity>> podsByNamespace;
    private final Map<String, LabelIndex<Identity>> labelIndexes = new HashMap<>();
    private final Map<Peer.IpBlockPeer, List<Identity>> byBlock = new HashMap<>();
    private final Map<PortName, List<Identity>> byPortName = new HashMap<>();
    private final Map<Peer, PeerMatch> namespacePeers = new HashMap<>();

    Identities(ClusterSnapshot cluster, List<Identity> all, Table<IpPrefix, IdentityEntry> entries) {
        this.entries = entries;
        pods = all.stream().filter(Identity::isPod).toList();
        others = all.stream().filter(identity -> !identity.isPod()).toList();
        namespaces = new LabelIndex<>(namespacesOf(cluster), Namespace::labels);
        podsByLabel = new LabelIndex<>(pods, identity -> identity.content().podLabels());
        podsByNamespace = pods.stream()
                .collect(Collectors.groupingBy(identity -> identity.content().namespace()));
        for (Identity identity : all) {
            identity.content().region().blocks().forEach(block -> add(byBlock, block, identity));
            identity.content().namedPorts().keySet().forEach(port -> add(byPortName, port, identity));
        }
    }

    /** Namespaces that have pods but whose object is not there count as having no labels. */
    private static List<Namespace> namespacesOf(ClusterSnapshot cluster) {
        List<Namespace> result = new ArrayList<>(cluster.namespaces());
        cluster.pods().stream()
                .map(pod -> pod.ref().namespace())
                .distinct()
                .filter(name -> cluster.namespace(name) == null)
                .forEach(name -> result.add(new Namespace(name, Map.of(), Map.of())));
        return result;
    }

    private static <K> void add(Map<K, List<Identity>> lists, K key, Identity identity) {
        lists.computeIfAbsent(key, unused -> new ArrayList<>()).add(identity);
    }

    Table<IpPrefix, IdentityEntry> entries() {
        return entries;
    }

    List<Identity> pods() {
        return pods;
    }

    /** Outside and nodes; {@link Identity#NONE} is always among them. */
    List<Identity> others() {
        return others;
    }

    List<Identity> withPortName(PortName port) {
        return byPortName.getOrDefault(port, List.of());
    }

    PeerMatch matching(Peer peer, String policyNamespace) {
        return switch (peer) {
            case Peer.IpBlockPeer block -> PeerMatch.only(byBlock.getOrDefault(block, List.of()));
            case Peer.PodPeer own -> PeerMatch.only(inNamespace(policyNamespace, own));
            case Peer.NamespacePeer wide -> {
                PeerMatch known = namespacePeers.get(wide);
                if (known == null) {
                    known = matching(wide);
                    namespacePeers.put(wide, known);
                }
                yield known;
            }
        };
    }

    private List<Identity> inNamespace(String namespace, Peer.PodPeer peer) {
        return labelIndexes
                .computeIfAbsent(
                        namespace,
                        name -> new LabelIndex<>(
                                podsByNamespace.getOrDefault(name, List.of()),
                                identity -> identity.content().podLabels()))
                .matching(peer.pods());
    }

    private PeerMatch matching(Peer.NamespacePeer peer) {
        if (peer.namespaces().isEverything()) {
            return peer.pods().isEverything() ? PeerMatch.EVERY_POD : PeerMatch.only(podsByLabel.matching(peer.pods()));
        }
        Collection<Namespace> matching = namespaces.matching(peer.namespaces());
        if (peer.pods().isEverything()) {
            return PeerMatch.only(matching.stream()
                    .flatMap(namespace -> podsByNamespace.getOrDefault(namespace.name(), List.of()).stream())
                    .toList());
        }
        Set<String> names = new HashSet<>();
        matching.forEach(namespace -> names.add(namespace.name()));
        return PeerMatch.only(podsByLabel.matching(peer.pods()).stream()
                .filter(identity -> names.contains(identity.content().namespace()))
                .toList());
    }
}
