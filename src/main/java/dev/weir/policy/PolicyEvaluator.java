package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.AnyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation.Basis;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.DoesNotAdmit;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.policy.Judgement.Outcome;
import dev.weir.policy.Judgement.RuleFinding;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The specification: decides the first packet of a connection by reading the policies as they are written, and explains it. The quoted
 * sentences are the Kubernetes API's ({@code networking.k8s.io/v1}) and those of its concept page "Network Policies". Replies need no rule:
 * "It is implied that ... traffic in reply is allowed", so only first packets are asked about.
 */
public final class PolicyEvaluator {
    private final ClusterSnapshot cluster;

    public PolicyEvaluator(ClusterSnapshot cluster) {
        this.cluster = cluster;
    }

    public Evaluation evaluate(Packet packet) {
        Pod source = cluster.podAt(packet.source());
        Pod destination = cluster.podAt(packet.destination());
        // "Pods cannot block access to themselves" — Network Policies
        if (source != null && source.equals(destination)) {
            return new Evaluation(Verdict.ALLOWED, Basis.POD_ITSELF, null, null);
        }
        // "traffic to and from the node where a Pod is running is always allowed, regardless of the IP address of the
        // Pod or the node":
        // so kubelet's probes always pass. What a pod sends to its node is judged, see docs/design/policy-semantics.md.
        if (destination != null && isOwnNode(packet.source(), destination)) {
            return new Evaluation(Verdict.ALLOWED, Basis.OWN_NODE, null, null);
        }
        // "For a connection from a source pod to a destination pod to be allowed, both the egress policy on the source
        // pod and the
        // ingress policy on the destination pod need to allow the connection." — Network Policies
        Judgement egress = judge(source, Direction.EGRESS, packet);
        Judgement ingress = judge(destination, Direction.INGRESS, packet);
        return new Evaluation(both(egress, ingress), Basis.POLICIES, egress, ingress);
    }

    private boolean isOwnNode(IpAddress source, Pod destination) {
        Node node = destination.node() == null ? null : cluster.node(destination.node());
        return node != null && node.addresses().contains(source);
    }

    private static Verdict both(@Nullable Judgement egress, @Nullable Judgement ingress) {
        boolean denied = egress != null && egress.verdict() == Verdict.DENIED
                || ingress != null && ingress.verdict() == Verdict.DENIED;
        return denied ? Verdict.DENIED : Verdict.ALLOWED;
    }

    /** Null for an end that has no enforcement: an address outside, a node, a host-network pod. */
    private @Nullable Judgement judge(@Nullable Pod pod, Direction direction, Packet packet) {
        if (pod == null || !pod.isEnforced()) {
            return null;
        }
        List<Explanation> explanations = cluster.policiesIn(pod.ref().namespace()).stream()
                .map(policy -> new Explanation(policy.ref(), outcome(policy, pod, direction, packet)))
                .toList();
        boolean admitted = explanations.stream().anyMatch(explanation -> explanation.outcome() instanceof Admits);
        boolean isolated =
                explanations.stream().anyMatch(explanation -> !(explanation.outcome() instanceof NotApplicable));
        // "By default, a pod is non-isolated for ingress; all inbound connections are allowed. A pod is isolated for
        // ingress if there is any
        // NetworkPolicy that both selects the pod and has 'Ingress' in its policyTypes"; the same for egress. "Network
        // policies do not
        // conflict; they are additive." — Network Policies
        Verdict verdict = !isolated || admitted ? Verdict.ALLOWED : Verdict.DENIED;
        return new Judgement(pod.ref(), direction, verdict, explanations);
    }

    private Outcome outcome(NetworkPolicy policy, Pod pod, Direction direction, Packet packet) {
        // "podSelector selects the pods to which this NetworkPolicy object applies. The array of rules is applied to
        // any pods selected by
        // this field. An empty selector matches all pods in the policy's namespace." — NetworkPolicySpec.podSelector
        if (!policy.selects(pod)) {
            return new NotApplicable(NotApplicable.Reason.POD_NOT_SELECTED);
        }
        if (!policy.types().contains(direction)) {
            return new NotApplicable(NotApplicable.Reason.OTHER_DIRECTION);
        }
        List<Rule> rules = policy.rules(direction);
        List<RuleFinding> findings = IntStream.range(0, rules.size())
                .mapToObj(i -> finding(i, rules.get(i), new Question(policy, direction, packet)))
                .toList();
        // "Traffic is allowed to a pod if ... the traffic matches at least one ingress rule across all of the
        // NetworkPolicy objects whose
        // podSelector matches the pod. If this field is empty then this NetworkPolicy does not allow any traffic (and
        // serves solely to
        // ensure that the pods it selects are isolated by default)" — NetworkPolicySpec.ingress
        List<Integer> matching = findings.stream()
                .filter(RuleFinding::matches)
                .map(RuleFinding::rule)
                .toList();
        return matching.isEmpty() ? new DoesNotAdmit(findings) : new Admits(matching);
    }

    private RuleFinding finding(int index, Rule rule, Question question) {
        // "If this field is empty or missing, this rule matches all sources (traffic not restricted by source)." —
        // NetworkPolicyIngressRule.from; of "to" the same
        boolean peer =
                rule.peers().isEmpty() || rule.peers().stream().anyMatch(candidate -> peerMatches(candidate, question));
        // "If this field is empty or missing, this rule matches all ports (traffic not restricted by port)." —
        // NetworkPolicyIngressRule.ports; no port, no protocol either: ICMP passes, too
        boolean port =
                rule.ports().isEmpty() || rule.ports().stream().anyMatch(candidate -> portMatches(candidate, question));
        return new RuleFinding(index, peer, port);
    }

    private boolean peerMatches(Peer peer, Question question) {
        IpAddress address = question.peerAddress();
        return switch (peer) {
            // "ipBlock defines policy on a particular IPBlock" — NetworkPolicyPeer; "except is a slice of CIDRs that
            // should not be included
            // within an IPBlock" — IPBlock. An address is an address: a pod's matches, too.
            case Peer.IpBlockPeer block -> block.contains(address);
            // "If podSelector is set as well as namespaceSelector, then the NetworkPolicyPeer as a whole selects the
            // pods matching
            // podSelector in the policy's own namespace" (namespaceSelector absent) — NetworkPolicyPeer.podSelector
            case Peer.PodPeer pods -> {
                Pod pod = cluster.podAt(address);
                yield pod != null
                        && pod.ref().namespace().equals(question.policy().ref().namespace())
                        && pods.pods().matches(pod.labels());
            }
            // "If podSelector is also set, then the NetworkPolicyPeer as a whole selects the pods matching podSelector
            // in the namespaces
            // selected by namespaceSelector. Otherwise it selects all pods in the namespaces selected by
            // namespaceSelector." —
            // NetworkPolicyPeer.namespaceSelector
            case Peer.NamespacePeer namespaces -> {
                Pod pod = cluster.podAt(address);
                yield pod != null
                        && namespaceMatches(namespaces.namespaces(), pod.ref().namespace())
                        && namespaces.pods().matches(pod.labels());
            }
        };
    }

    private boolean namespaceMatches(LabelSelector selector, String name) {
        Namespace namespace = cluster.namespace(name);
        return selector.matches(namespace == null ? Map.of() : namespace.labels());
    }

    private boolean portMatches(PolicyPort port, Question question) {
        Packet packet = question.packet();
        // "protocol represents the protocol (TCP, UDP, or SCTP) which traffic must match. If not specified, this field
        // defaults to TCP." —
        // NetworkPolicyPort.protocol
        if (!port.protocol().equals(packet.protocol())) {
            return false;
        }
        return switch (port.match()) {
            // "If this field is not provided, this matches all port names and numbers." — NetworkPolicyPort.port
            case AnyPort any -> true;
            // "endPort indicates that the range of ports from port to endPort if set, inclusive, should be allowed by
            // the policy." —
            // NetworkPolicyPort.endPort
            case NumberedPorts numbers -> numbers.range().contains(packet.destinationPort());
            // "This can either be a numerical or named port on a pod." — NetworkPolicyPort.port; the pod that receives
            // the connection
            case NamedPort named -> {
                Pod receiver = cluster.podAt(packet.destination());
                yield receiver != null
                        && NamedPorts.numbers(receiver, named.name(), port.protocol())
                                .contains(packet.destinationPort());
            }
        };
    }

    /** The packet as one policy sees it. */
    private record Question(NetworkPolicy policy, Direction direction, Packet packet) {
        IpAddress peerAddress() {
            return direction == Direction.INGRESS ? packet.source() : packet.destination();
        }
    }
}
