package dev.weir.console;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Operator;
import dev.weir.cluster.LabelSelector.Requirement;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
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
 * Reads a NetworkPolicy that the API server has validated but the cluster does not have (yet), so that a page can say what it would do.
 * It expects a valid object and throws {@link IllegalArgumentException} on any other.
 */
final class PolicyDraft {
    private PolicyDraft() {}

    static NetworkPolicy read(Map<String, Object> object) {
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
                rules(spec.get("ingress"), "from"),
                rules(spec.get("egress"), "to"));
    }

    private static List<Rule> rules(@Nullable Object rules, String peersField) {
        List<Rule> result = new ArrayList<>();
        for (Object entry : list(rules)) {
            Map<String, Object> rule = map(entry);
            result.add(new Rule(
                    list(rule.get(peersField)).stream().map(PolicyDraft::peer).toList(),
                    list(rule.get("ports")).stream().map(PolicyDraft::port).toList()));
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
            case Number number -> new PolicyPort.NumberedPorts(range(number.intValue(), port.get("endPort")));
            case Object name -> new PolicyPort.NamedPort(text(name));
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
                            .map(PolicyDraft::text)
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
    static Map<String, Object> map(@Nullable Object value) {
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
