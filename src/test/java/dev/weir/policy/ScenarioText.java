package dev.weir.policy;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.cluster.Peer.NamespacePeer;
import dev.weir.cluster.Peer.PodPeer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.AnyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.program.Cookie.PolicyMatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes a case in the format of {@link ScenarioFile}, with the specification's answer, so that it can be kept as a scenario. */
final class ScenarioText {
    private ScenarioText() {}

    static String of(String name, PacketCase one) {
        Map<String, Object> cluster = new LinkedHashMap<>();
        Map<String, Object> nodes = new LinkedHashMap<>();
        one.contents().nodes().forEach(node -> nodes.put(node.name().value(), texts(node.addresses())));
        Map<String, Object> namespaces = new LinkedHashMap<>();
        one.contents().namespaces().forEach(namespace -> namespaces.put(namespace.name(), namespace.labels()));
        Map<String, Object> pods = new LinkedHashMap<>();
        one.contents().pods().forEach(pod -> pods.put(pod.ref().toString(), pod(pod)));
        cluster.put("nodes", nodes);
        cluster.put("namespaces", namespaces);
        cluster.put("pods", pods);
        Map<String, Object> policies = new LinkedHashMap<>();
        one.contents().policies().forEach(policy -> policies.put(policy.ref().toString(), spec(policy)));
        Map<String, Object> modes = new LinkedHashMap<>();
        one.contents().namespaces().forEach(namespace -> putMode(namespace.name(), namespace.annotations(), modes));
        one.contents().policies().forEach(policy -> putMode(policy.ref().toString(), policy.annotations(), modes));
        Answer answer = one.expected();
        Map<String, Object> scenario = new LinkedHashMap<>();
        scenario.put("name", name);
        scenario.put("policies", policies);
        if (!modes.isEmpty()) {
            scenario.put("modes", modes);
        }
        scenario.put(list(answer), List.of(line(one.packet(), answer)));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("cluster", cluster);
        file.put("scenarios", List.of(scenario));
        DumperOptions options = new DumperOptions();
        options.setWidth(140);
        options.setDereferenceAliases(true);
        return new Yaml(options).dump(file);
    }

    private static void putMode(String name, Map<String, String> annotations, Map<String, Object> modes) {
        String mode = annotations.get(PolicyMode.ANNOTATION);
        if (mode != null) {
            modes.put(name, mode);
        }
    }

    private static String list(Answer answer) {
        if (answer.verdict() == Verdict.DENIED) {
            return "deny";
        }
        return answer.wouldDeny() ? "would-deny" : "allow";
    }

    private static Map<String, Object> pod(Pod pod) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("labels", pod.labels());
        text.put("node", pod.node() == null ? "" : pod.node().value());
        text.put("at", texts(pod.declaredAddresses()));
        if (!pod.ports().isEmpty()) {
            text.put(
                    "ports",
                    pod.ports().stream()
                            .map(port -> port.name() + " "
                                    + port.protocol().toString().toLowerCase(Locale.ROOT) + " " + port.port())
                            .toList());
        }
        if (pod.phase() != PodPhase.RUNNING) {
            String phase = pod.phase().name();
            text.put("phase", phase.charAt(0) + phase.substring(1).toLowerCase(Locale.ROOT));
        }
        if (pod.hostNetwork()) {
            text.put("host", true);
        }
        return text;
    }

    private static Map<String, Object> spec(NetworkPolicy policy) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", selector(policy.podSelector()));
        if (!policy.declaredTypes().isEmpty()) {
            spec.put(
                    "policyTypes",
                    policy.declaredTypes().stream().map(ScenarioText::type).toList());
        }
        spec.put(
                "ingress",
                policy.ingress().stream().map(rule -> rule(rule, "from")).toList());
        spec.put(
                "egress", policy.egress().stream().map(rule -> rule(rule, "to")).toList());
        return spec;
    }

    private static String type(Direction direction) {
        return direction == Direction.INGRESS ? "Ingress" : "Egress";
    }

    private static Map<String, Object> rule(Rule rule, String peers) {
        return Map.of(
                peers,
                rule.peers().stream().map(ScenarioText::peer).toList(),
                "ports",
                rule.ports().stream().map(ScenarioText::port).toList());
    }

    private static Map<String, Object> peer(Peer peer) {
        return switch (peer) {
            case PodPeer pods -> Map.of("podSelector", selector(pods.pods()));
            case NamespacePeer both ->
                Map.of("namespaceSelector", selector(both.namespaces()), "podSelector", selector(both.pods()));
            case IpBlockPeer block ->
                Map.of(
                        "ipBlock",
                        Map.of(
                                "cidr",
                                block.block().toString(),
                                "except",
                                block.except().stream().map(Object::toString).toList()));
        };
    }

    private static Map<String, Object> port(PolicyPort port) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("protocol", port.protocol().toString());
        switch (port.match()) {
            case AnyPort any -> {}
            case NamedPort named -> text.put("port", named.name());
            case NumberedPorts numbers -> {
                text.put("port", numbers.range().first());
                text.put("endPort", numbers.range().last());
            }
        }
        return text;
    }

    private static Map<String, Object> selector(LabelSelector selector) {
        Map<String, Object> text = new LinkedHashMap<>();
        if (!selector.matchLabels().isEmpty()) {
            text.put("matchLabels", selector.matchLabels());
        }
        if (!selector.requirements().isEmpty()) {
            text.put(
                    "matchExpressions",
                    selector.requirements().stream()
                            .map(requirement -> Map.of(
                                    "key", requirement.key(),
                                    "operator", requirement.operator().apiName(),
                                    "values", requirement.values()))
                            .toList());
        }
        return text;
    }

    private static String line(Packet packet, Answer answer) {
        String protocol = packet.protocol().equals(new Protocol(47))
                ? "gre"
                : packet.protocol().toString().toLowerCase(Locale.ROOT);
        String port = packet.protocol().hasPorts() ? ":" + packet.destinationPort() : "";
        return protocol + " " + packet.source() + " -> [" + packet.destination() + "]" + port
                + clause("egress", answer.egress()) + clause("ingress", answer.ingress());
    }

    private static String clause(String direction, @Nullable End end) {
        if (end == null) {
            return "";
        }
        return "; " + direction + " " + end.kind()
                + (end.policies().isEmpty()
                        ? ""
                        : end.policies().stream()
                                .map(PolicyMatch::name)
                                .collect(Collectors.joining(" and ", " by ", "")));
    }

    private static List<String> texts(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).toList();
    }
}
