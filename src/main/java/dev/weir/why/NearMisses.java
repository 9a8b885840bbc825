package dev.weir.why;

import static java.util.Comparator.comparingInt;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.policy.Packet;
import dev.weir.why.Why.Miss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Says of each rule that did not match what would have had to be otherwise: which label, which address, which port. */
final class NearMisses {
    private final ClusterSnapshot cluster;
    private final Packet packet;
    private final Direction direction;
    private final String other;

    NearMisses(ClusterSnapshot cluster, Packet packet, Direction direction) {
        this.cluster = cluster;
        this.packet = packet;
        this.direction = direction;
        other = direction == Direction.INGRESS ? "source" : "destination";
    }

    /** Nearest first; rules that match are left out. */
    List<Miss> of(NetworkPolicy policy) {
        List<Rule> rules = policy.rules(direction);
        return IntStream.range(0, rules.size())
                .mapToObj(index -> miss(policy, index, rules.get(index)))
                .filter(miss -> miss.differences() > 0)
                .sorted(comparingInt(Miss::differences))
                .toList();
    }

    private Miss miss(NetworkPolicy policy, int index, Rule rule) {
        List<String> differences = new ArrayList<>(peerGap(policy, rule));
        differences.addAll(portGap(rule));
        return new Miss(
                policy.ref(),
                index,
                differences.size(),
                "Rule " + (index + 1) + " of " + policy.ref() + " would admit it if "
                        + String.join(", and ", differences) + ".");
    }

    /** The gap of the peer that is nearest; empty when one matches. */
    private List<String> peerGap(NetworkPolicy policy, Rule rule) {
        return rule.peers().stream()
                .map(peer -> gap(peer, policy.ref().namespace()))
                .min(comparingInt(List::size))
                .orElse(List.of());
    }

    private List<String> gap(Peer peer, String namespace) {
        IpAddress address = direction == Direction.INGRESS ? packet.source() : packet.destination();
        Pod pod = cluster.podAt(address);
        return switch (peer) {
            case Peer.IpBlockPeer block -> addressGap(block, address);
            case Peer.PodPeer pods -> podGap(pods.pods(), pod, namespace);
            case Peer.NamespacePeer namespaces -> namespaceGap(namespaces, pod);
        };
    }

    private List<String> addressGap(Peer.IpBlockPeer block, IpAddress address) {
        if (!block.block().contains(address)) {
            return List.of("the " + other + "’s address were in " + block.block() + " (it is " + address + ")");
        }
        return block.except().stream()
                .filter(hole -> hole.contains(address))
                .map(IpPrefix::toString)
                .map(hole -> hole + " were not excepted from " + block.block())
                .toList();
    }

    private List<String> podGap(LabelSelector pods, @Nullable Pod pod, String namespace) {
        if (pod == null) {
            return noPod(SelectorGap.words(pods) + " in " + namespace);
        }
        List<String> gaps = new ArrayList<>();
        if (!pod.ref().namespace().equals(namespace)) {
            gaps.add("the " + other + " were in namespace " + namespace + " (it is in "
                    + pod.ref().namespace() + ")");
        }
        gaps.addAll(labelGap(pods, pod));
        return gaps;
    }

    private List<String> namespaceGap(Peer.NamespacePeer peer, @Nullable Pod pod) {
        if (pod == null) {
            return noPod(SelectorGap.words(peer.pods()) + " in a selected namespace");
        }
        Namespace namespace = cluster.namespace(pod.ref().namespace());
        List<String> gaps = new ArrayList<>();
        SelectorGap.of(peer.namespaces(), namespace == null ? Map.of() : namespace.labels()).stream()
                .map(gap -> "namespace " + pod.ref().namespace() + " had " + gap)
                .forEach(gaps::add);
        gaps.addAll(labelGap(peer.pods(), pod));
        return gaps;
    }

    private List<String> labelGap(LabelSelector pods, Pod pod) {
        return SelectorGap.of(pods, pod.labels()).stream()
                .map(gap -> "the " + other + " had " + gap)
                .toList();
    }

    /** Two differences: that it is no pod, and what kind of pod it would have to be. So a label that is missing is nearer. */
    private List<String> noPod(String wanted) {
        return List.of("the " + other + " were a pod (it is an address outside)", "that pod were one of " + wanted);
    }

    private List<String> portGap(Rule rule) {
        if (rule.ports().isEmpty() || rule.ports().stream().anyMatch(this::matches)) {
            return List.of();
        }
        String wanted =
                String.join(" or ", rule.ports().stream().map(NearMisses::words).toList());
        String is = packet.protocol().hasPorts()
                ? packet.protocol() + " " + packet.destinationPort()
                : packet.protocol().toString();
        return List.of("the port were " + wanted + " (it is " + is + ")");
    }

    private boolean matches(PolicyPort port) {
        if (!port.protocol().equals(packet.protocol())) {
            return false;
        }
        return switch (port.match()) {
            case PolicyPort.AnyPort any -> true;
            case PolicyPort.NumberedPorts numbers -> numbers.range().contains(packet.destinationPort());
            case PolicyPort.NamedPort named -> declares(named.name(), port);
        };
    }

    private boolean declares(String name, PolicyPort port) {
        Pod receiver = cluster.podAt(packet.destination());
        return receiver != null
                && receiver.ports().stream()
                        .anyMatch(declared -> declared.name().equals(name)
                                && declared.protocol().equals(port.protocol())
                                && declared.port() == packet.destinationPort());
    }

    private static String words(PolicyPort port) {
        return switch (port.match()) {
            case PolicyPort.AnyPort any -> "any of " + port.protocol();
            case PolicyPort.NumberedPorts numbers -> port.protocol() + " " + numbers.range();
            case PolicyPort.NamedPort named -> port.protocol() + " named " + named.name();
        };
    }
}
