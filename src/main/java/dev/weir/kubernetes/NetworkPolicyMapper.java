package dev.weir.kubernetes;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.AnyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * NetworkPolicies. A peer or port that cannot be understood is left out of its rule, and a rule that would mean "everything" because nothing
 * of it is left is left out whole: what is not understood admits nothing. It is logged, because the API server should have refused it.
 */
final class NetworkPolicyMapper {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkPolicyMapper.class);

    private final PolicyRef ref;

    private NetworkPolicyMapper(PolicyRef ref) {
        this.ref = ref;
    }

    static NetworkPolicy fromFabric8(io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy policy) {
        PolicyRef ref = new PolicyRef(
                policy.getMetadata().getNamespace(), policy.getMetadata().getName());
        return new NetworkPolicyMapper(ref)
                .map(policy.getSpec(), orEmpty(policy.getMetadata().getAnnotations()));
    }

    private NetworkPolicy map(@Nullable NetworkPolicySpec spec, Map<String, String> annotations) {
        NetworkPolicySpec known = spec == null ? new NetworkPolicySpec() : spec;
        List<Rule> ingress = new ArrayList<>();
        for (NetworkPolicyIngressRule rule : orEmpty(known.getIngress())) {
            addRule(ingress, orEmpty(rule.getFrom()), orEmpty(rule.getPorts()));
        }
        List<Rule> egress = new ArrayList<>();
        for (NetworkPolicyEgressRule rule : orEmpty(known.getEgress())) {
            addRule(egress, orEmpty(rule.getTo()), orEmpty(rule.getPorts()));
        }
        return new NetworkPolicy(ref, annotations, podSelector(known), types(known), ingress, egress);
    }

    /** When the selector is not understood the policy isolates the whole namespace rather than nobody. */
    private LabelSelector podSelector(NetworkPolicySpec spec) {
        try {
            return LabelSelectorMapper.fromFabric8(spec.getPodSelector());
        } catch (IllegalArgumentException notUnderstood) {
            report("podSelector, which is taken to select every pod", notUnderstood);
            return LabelSelector.EVERYTHING;
        }
    }

    private static Set<Direction> types(NetworkPolicySpec spec) {
        EnumSet<Direction> types = EnumSet.noneOf(Direction.class);
        for (String type : orEmpty(spec.getPolicyTypes())) {
            switch (type) {
                case "Ingress" -> types.add(Direction.INGRESS);
                case "Egress" -> types.add(Direction.EGRESS);
                default -> LOG.warn("Policy type {} is not known to this version", type);
            }
        }
        return types;
    }

    /** The index of a rule is its position in the spec, so a rule that is left out leaves one behind that matches no peer. */
    private void addRule(List<Rule> rules, List<NetworkPolicyPeer> peers, List<NetworkPolicyPort> ports) {
        List<Peer> knownPeers = new ArrayList<>();
        for (NetworkPolicyPeer peer : peers) {
            try {
                knownPeers.add(peer(peer));
            } catch (IllegalArgumentException notUnderstood) {
                report("a peer of rule " + rules.size() + ", which matches nothing", notUnderstood);
            }
        }
        List<PolicyPort> knownPorts = new ArrayList<>();
        for (NetworkPolicyPort port : ports) {
            try {
                knownPorts.add(port(port));
            } catch (IllegalArgumentException notUnderstood) {
                report("a port of rule " + rules.size() + ", which matches nothing", notUnderstood);
            }
        }
        boolean nothingLeft = knownPeers.isEmpty() && !peers.isEmpty() || knownPorts.isEmpty() && !ports.isEmpty();
        rules.add(nothingLeft ? Rule.MATCHING_NOTHING : new Rule(knownPeers, knownPorts));
    }

    private static Peer peer(NetworkPolicyPeer peer) {
        IPBlock block = peer.getIpBlock();
        if (block != null) {
            // "If this field is set then neither of the other fields can be." — NetworkPolicyPeer.ipBlock
            if (peer.getPodSelector() != null || peer.getNamespaceSelector() != null) {
                throw new IllegalArgumentException("it names an ipBlock and a selector");
            }
            return new Peer.IpBlockPeer(
                    IpPrefix.parse(block.getCidr()),
                    orEmpty(block.getExcept()).stream().map(IpPrefix::parse).toList());
        }
        if (peer.getNamespaceSelector() != null) {
            return new Peer.NamespacePeer(
                    LabelSelectorMapper.fromFabric8(peer.getNamespaceSelector()),
                    LabelSelectorMapper.fromFabric8(peer.getPodSelector()));
        }
        if (peer.getPodSelector() == null) {
            throw new IllegalArgumentException("it names neither an ipBlock nor a selector");
        }
        return new Peer.PodPeer(LabelSelectorMapper.fromFabric8(peer.getPodSelector()));
    }

    private static PolicyPort port(NetworkPolicyPort port) {
        Protocol protocol = protocol(port.getProtocol());
        IntOrString value = port.getPort();
        // "This field cannot be defined if the port field is not defined or if the port field is defined as a named
        // (string) port." — NetworkPolicyPort.endPort
        if (port.getEndPort() != null && (value == null || value.getStrVal() != null)) {
            throw new IllegalArgumentException("it has an endPort without a number to start from");
        }
        if (value == null) {
            return new PolicyPort(protocol, new AnyPort());
        }
        if (value.getStrVal() != null) {
            return new PolicyPort(protocol, new NamedPort(value.getStrVal()));
        }
        int first = value.getIntVal();
        int last = port.getEndPort() == null ? first : port.getEndPort();
        return new PolicyPort(protocol, new NumberedPorts(new PortRange(first, last)));
    }

    private static Protocol protocol(@Nullable String name) {
        return switch (name) {
            case null -> Protocol.TCP;
            case "TCP" -> Protocol.TCP;
            case "UDP" -> Protocol.UDP;
            case "SCTP" -> Protocol.SCTP;
            default -> throw new IllegalArgumentException("policies know no protocol " + name);
        };
    }

    private void report(String what, IllegalArgumentException why) {
        LOG.warn("NetworkPolicy {} is not understood in {}: {}", ref, what, why.getMessage());
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
