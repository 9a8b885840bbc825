package dev.weir.cluster;

import dev.weir.cluster.LabelSelector.Operator;
import dev.weir.cluster.LabelSelector.Requirement;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.net.Direction;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A NetworkPolicy as a tree in the form of the Kubernetes object, and back. What is read has been accepted by an API server; anything else
 * is an {@link IllegalArgumentException}.
 */
public final class PolicyTree {
    private PolicyTree() {}

    /** The object without what only the API server gives it. */
    public static Map<String, Object> of(NetworkPolicy policy) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", policy.ref().name());
        metadata.put("namespace", policy.ref().namespace());
        if (!policy.annotations().isEmpty()) {
            metadata.put("annotations", policy.annotations());
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", ObjectKind.NETWORK_POLICY.apiVersion());
        tree.put("kind", ObjectKind.NETWORK_POLICY.kind());
        tree.put("metadata", metadata);
        tree.put("spec", spec(policy));
        return tree;
    }

    public static Map<String, Object> spec(NetworkPolicy policy) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", tree(policy.podSelector()));
        if (!policy.declaredTypes().isEmpty()) {
            spec.put(
                    "policyTypes",
                    policy.declaredTypes().stream().map(PolicyTree::type).toList());
        }
        if (!policy.ingress().isEmpty()) {
            spec.put("ingress", rules(policy.ingress(), "from"));
        }
        if (!policy.egress().isEmpty()) {
            spec.put("egress", rules(policy.egress(), "to"));
        }
        return spec;
    }

    private static String type(Direction direction) {
        return direction == Direction.INGRESS ? "Ingress" : "Egress";
    }

    private static List<Object> rules(List<Rule> rules, String peersField) {
        List<Object> trees = new ArrayList<>();
        for (Rule rule : rules) {
            Map<String, Object> tree = new LinkedHashMap<>();
            if (!rule.peers().isEmpty()) {
                tree.put(peersField, rule.peers().stream().map(PolicyTree::tree).toList());
            }
            if (!rule.ports().isEmpty()) {
                tree.put("ports", rule.ports().stream().map(PolicyTree::tree).toList());
            }
            trees.add(tree);
        }
        return trees;
    }

    private static Map<String, Object> tree(Peer peer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        switch (peer) {
            case Peer.PodPeer pods -> tree.put("podSelector", tree(pods.pods()));
            case Peer.NamespacePeer namespaces -> {
                tree.put("namespaceSelector", tree(namespaces.namespaces()));
                if (!namespaces.pods().isEverything()) {
                    tree.put("podSelector", tree(namespaces.pods()));
                }
            }
            case Peer.IpBlockPeer block -> {
                Map<String, Object> range = new LinkedHashMap<>();
                range.put("cidr", block.block().toString());
                if (!block.except().isEmpty()) {
                    range.put(
                            "except",
                            block.except().stream().map(IpPrefix::toString).toList());
                }
                tree.put("ipBlock", range);
            }
        }
        return tree;
    }

    private static Map<String, Object> tree(PolicyPort port) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("protocol", port.protocol().toString());
        switch (port.match()) {
            case PolicyPort.AnyPort any -> {
                // Without a port it means every one.
            }
            case NumberedPorts(PortRange range) -> {
                tree.put("port", range.first());
                if (range.last() != range.first()) {
                    tree.put("endPort", range.last());
                }
            }
            case NamedPort named -> tree.put("port", named.name());
        }
        return tree;
    }

    public static Map<String, Object> tree(LabelSelector selector) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (!selector.matchLabels().isEmpty()) {
            tree.put("matchLabels", selector.matchLabels());
        }
        if (!selector.requirements().isEmpty()) {
            tree.put(
                    "matchExpressions",
                    selector.requirements().stream().map(PolicyTree::tree).toList());
        }
        return tree;
    }

    private static Map<String, Object> tree(Requirement requirement) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("key", requirement.key());
        tree.put("operator", requirement.operator().apiName());
        if (!requirement.values().isEmpty()) {
            tree.put("values", requirement.values());
        }
        return tree;
    }

    public static NetworkPolicy read(Map<String, Object> object) {
        Map<String, Object> metadata = map(object.get("metadata"));
        Map<String, Object> spec = map(object.get("spec"));
        Set<Direction> types = EnumSet.noneOf(Direction.class);
        list(spec.get("policyTypes"))
                .forEach(type -> types.add("Ingress".equals(type) ? Direction.INGRESS : Direction.EGRESS));
        return new NetworkPolicy(
                new PolicyRef(text(metadata.get("namespace")), text(metadata.get("name"))),
                strings(metadata.get("annotations")),
                selector(spec.get("podSelector")),
                types,
                readRules(spec.get("ingress"), "from"),
                readRules(spec.get("egress"), "to"));
    }

    private static List<Rule> readRules(@Nullable Object rules, String peersField) {
        List<Rule> result = new ArrayList<>();
        for (Object entry : list(rules)) {
            Map<String, Object> rule = map(entry);
            result.add(new Rule(
                    list(rule.get(peersField)).stream().map(PolicyTree::peer).toList(),
                    list(rule.get("ports")).stream().map(PolicyTree::port).toList()));
        }
        return result;
    }

    private static Peer peer(Object entry) {
        Map<String, Object> peer = map(entry);
        if (peer.containsKey("ipBlock")) {
            Map<String, Object> block = map(peer.get("ipBlock"));
            return new Peer.IpBlockPeer(
                    IpPrefix.parse(text(block.get("cidr"))),
                    list(block.get("except")).stream()
                            .map(hole -> IpPrefix.parse(text(hole)))
                            .toList());
        }
        LabelSelector pods = selector(peer.get("podSelector"));
        return peer.get("namespaceSelector") == null
                ? new Peer.PodPeer(pods)
                : new Peer.NamespacePeer(selector(peer.get("namespaceSelector")), pods);
    }

    private static PolicyPort port(Object entry) {
        Map<String, Object> port = map(entry);
        Protocol protocol = port.get("protocol") == null ? Protocol.TCP : Protocol.parse(text(port.get("protocol")));
        PolicyPort.Match match = switch (port.get("port")) {
            case null -> new PolicyPort.AnyPort();
            case Number number -> new NumberedPorts(range(number.intValue(), port.get("endPort")));
            case Object name -> new NamedPort(text(name));
        };
        return new PolicyPort(protocol, match);
    }

    private static PortRange range(int first, @Nullable Object last) {
        return last instanceof Number number ? new PortRange(first, number.intValue()) : PortRange.single(first);
    }

    private static LabelSelector selector(@Nullable Object entry) {
        Map<String, Object> selector = map(entry);
        List<Requirement> requirements = new ArrayList<>();
        for (Object expression : list(selector.get("matchExpressions"))) {
            Map<String, Object> requirement = map(expression);
            requirements.add(new Requirement(
                    text(requirement.get("key")),
                    operator(text(requirement.get("operator"))),
                    list(requirement.get("values")).stream()
                            .map(PolicyTree::text)
                            .toList()));
        }
        return new LabelSelector(strings(selector.get("matchLabels")), requirements);
    }

    private static Operator operator(String name) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.apiName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown operator " + name));
    }

    private static Map<String, String> strings(@Nullable Object value) {
        Map<String, String> result = new LinkedHashMap<>();
        map(value).forEach((key, text) -> result.put(key, text(text)));
        return result;
    }

    /** A missing or empty object is an empty map: {@code podSelector:} without a value selects everything, as {@code {}} does. */
    public static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> result.put(String.valueOf(key), entry));
        }
        return result;
    }

    private static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
