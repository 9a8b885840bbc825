package dev.weir.lint;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyPort;
import dev.weir.document.TreeEdit.Add;
import dev.weir.net.Direction;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether pods whose outbound connections are controlled can still ask for names. */
final class DnsCheck {
    private static final int DNS = 53;

    private DnsCheck() {}

    static void check(PolicySource source, NetworkPolicy policy, Surroundings surroundings) {
        if (!policy.types().contains(Direction.EGRESS)) {
            return;
        }
        LabelSets pods = LabelSets.of(policy.podSelector());
        List<NetworkPolicy> together = new ArrayList<>(surroundings.others(policy.ref()).stream()
                .filter(other -> other.types().contains(Direction.EGRESS))
                .filter(other -> pods.implies(LabelSets.of(other.podSelector())))
                .toList());
        together.add(policy);
        for (Protocol protocol : List.of(Protocol.UDP, Protocol.TCP)) {
            if (together.stream().noneMatch(one -> admits(one, protocol))) {
                source.warning(
                        policy.egress().isEmpty() ? PolicySource.TYPES : PolicySource.rules(Direction.EGRESS),
                        "dns-" + protocol.toString().toLowerCase(Locale.ROOT) + "-blocked",
                        "Names cannot be resolved over " + protocol
                                + ": port 53 is admitted neither here nor by another policy"
                                + " that selects all of these pods.",
                        "Add a rule for DNS",
                        new Add(PolicySource.rules(Direction.EGRESS), rule()));
            }
        }
    }

    private static boolean admits(NetworkPolicy policy, Protocol protocol) {
        PolicyPort port = new PolicyPort(protocol, new PolicyPort.NumberedPorts(PortRange.single(DNS)));
        return policy.egress().stream()
                .filter(rule ->
                        rule.peers().isEmpty() || rule.peers().stream().anyMatch(peer -> !PeerCover.isImpossible(peer)))
                .anyMatch(rule -> PortSet.of(rule.ports()).covers(port) || namesDns(rule.ports(), protocol));
    }

    private static boolean namesDns(List<PolicyPort> ports, Protocol protocol) {
        return ports.stream()
                .anyMatch(port -> port.protocol().equals(protocol)
                        && port.match() instanceof PolicyPort.NamedPort named
                        && named.name().startsWith("dns"));
    }

    private static Map<String, Object> rule() {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put(
                "to",
                List.of(Map.of(
                        "namespaceSelector",
                        Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", "kube-system")))));
        rule.put("ports", List.of(port("UDP"), port("TCP")));
        return rule;
    }

    private static Map<String, Object> port(String protocol) {
        Map<String, Object> port = new LinkedHashMap<>();
        port.put("protocol", protocol);
        port.put("port", DNS);
        return port;
    }
}
