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
import dev.weir.net.Protocol;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The specification: decides the first packet of a connection by reading the policies as they are written, and explains it. The quoted
 * sentences are those of the Kubernetes API ({@code k8s.io/api/networking/v1}, the field is named behind each) and, where it says so, of the
 * concept page "Network Policies". Where the API is silent, {@code docs/design/policy-semantics.md} says what was chosen.
 */
public final class PolicyEvaluator {
    private final ClusterSnapshot cluster;

    public PolicyEvaluator(ClusterSnapshot cluster) {
        this.cluster = cluster;
    }

    /** Replies need no rule, so only first packets are asked about. */
    public Evaluation evaluate(Packet packet) {
        Pod source = cluster.podAt(packet.source());
        Pod destination = cluster.podAt(packet.destination());
        // "Other pods that are allowed (exception: a pod cannot block access to itself)"
        //     — Network Policies
        if (source != null && source.equals(destination)) {
            return new Evaluation(Verdict.ALLOWED, Basis.POD_ITSELF, null, null);
        }
        // "Traffic is allowed to a pod if [...] the traffic source is the pod's local node"
        //     — NetworkPolicySpec.ingress; of egress it says no such thing, so what a pod sends to its node is judged
        if (destination != null && isOwnNode(packet.source(), destination)) {
            return new Evaluation(Verdict.ALLOWED, Basis.OWN_NODE, null, null);
        }
        // "For a connection from a source pod to a destination pod to be allowed, both the egress policy on the source
        // pod and the ingress policy on the destination pod need to allow the connection. If either side does not allow
        // the connection, it will not happen."
        //     — Network Policies
        Ends ends = new Ends(packet, source, destination);
        Judgement egress = judge(source, Direction.EGRESS, ends);
        Judgement ingress = judge(destination, Direction.INGRESS, ends);
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
    private @Nullable Judgement judge(@Nullable Pod pod, Direction direction, Ends ends) {
        if (pod == null || !pod.isEnforced()) {
            return null;
        }
        String namespace = pod.ref().namespace();
        List<Explanation> enforced = explain(cluster.enforcedPoliciesIn(namespace), pod, direction, ends);
        List<Explanation> shadow = explain(cluster.shadowPoliciesIn(namespace), pod, direction, ends);
        return new Judgement(pod.ref(), direction, verdict(enforced), enforced, wouldDeny(enforced, shadow), shadow);
    }

    /** Shadow mode is Weir's own: what the policies in shadow would deny if all of them were enforced, and none of them is. */
    private static boolean wouldDeny(List<Explanation> enforced, List<Explanation> shadow) {
        List<Explanation> all =
                Stream.concat(enforced.stream(), shadow.stream()).toList();
        return verdict(enforced) == Verdict.ALLOWED && verdict(all) == Verdict.DENIED;
    }

    private List<Explanation> explain(List<NetworkPolicy> policies, Pod pod, Direction direction, Ends ends) {
        return policies.stream()
                .map(policy -> new Explanation(policy.ref(), outcome(policy, pod, direction, ends)))
                .toList();
    }

    private static Verdict verdict(List<Explanation> explanations) {
        // "Traffic is allowed to a pod if there are no NetworkPolicies selecting the pod (and cluster policy otherwise
        // allows the traffic)"
        //     — NetworkPolicySpec.ingress; of egress: "Outgoing traffic is allowed if there are no NetworkPolicies
        //     selecting the pod"
        boolean isolated =
                explanations.stream().anyMatch(explanation -> !(explanation.outcome() instanceof NotApplicable));
        // "OR if the traffic matches at least one ingress rule across all of the NetworkPolicy objects whose
        // podSelector matches the pod."
        //     — NetworkPolicySpec.ingress; of egress the same with "egress rule"
        // "Multiple network policies can select the same set of pods. In this case, the ingress rules for each are
        // combined additively."
        //     — NetworkPolicySpec.podSelector
        boolean admitted = explanations.stream().anyMatch(explanation -> explanation.outcome() instanceof Admits);
        return !isolated || admitted ? Verdict.ALLOWED : Verdict.DENIED;
    }

    private Outcome outcome(NetworkPolicy policy, Pod pod, Direction direction, Ends ends) {
        // "podSelector selects the pods to which this NetworkPolicy object applies. The array of rules is applied to
        // any pods selected by this field. An empty selector matches all pods in the policy's namespace. [...] This
        // field is optional. If it is not specified, it defaults to an empty selector."
        //     — NetworkPolicySpec.podSelector
        if (!policy.selects(pod)) {
            return new NotApplicable(NotApplicable.Reason.POD_NOT_SELECTED);
        }
        // "policyTypes is a list of rule types that the NetworkPolicy relates to. Valid options are ["Ingress"],
        // ["Egress"], or ["Ingress", "Egress"]."
        //     — NetworkPolicySpec.policyTypes; what it defaults to stands at NetworkPolicy.types
        if (!policy.types().contains(direction)) {
            return new NotApplicable(NotApplicable.Reason.OTHER_DIRECTION);
        }
        List<Rule> rules = policy.rules(direction);
        List<RuleFinding> findings = IntStream.range(0, rules.size())
                .mapToObj(i -> finding(i, rules.get(i), new Question(policy, direction, ends)))
                .toList();
        List<Integer> matching = findings.stream()
                .filter(RuleFinding::matches)
                .map(RuleFinding::rule)
                .toList();
        // "If this field is empty then this NetworkPolicy does not allow any traffic (and serves solely to ensure that
        // the pods it selects are isolated by default)"
        //     — NetworkPolicySpec.ingress; of egress: "limits all outgoing traffic"
        return matching.isEmpty() ? new DoesNotAdmit(findings) : new Admits(matching);
    }

    /** "The traffic must match both ports and from." — NetworkPolicyIngressRule; of egress "both ports and to". */
    private RuleFinding finding(int index, Rule rule, Question question) {
        Packet packet = question.ends().packet();
        return new RuleFinding(
                index,
                anyPeerMatches(rule, question),
                anyPortMatches(
                        rule,
                        packet.protocol(),
                        packet.destinationPort(),
                        question.ends().destination()));
    }

    private boolean anyPeerMatches(Rule rule, Question question) {
        // "Items in this list are combined using a logical OR operation. If this field is empty or missing, this rule
        // matches all sources (traffic not restricted by source). If this field is present and contains at least one
        // item, this rule allows traffic only if the traffic matches at least one item in the from list."
        //     — NetworkPolicyIngressRule.from; NetworkPolicyEgressRule.to the same with destinations
        return rule.peers().isEmpty()
                || rule.peers().stream()
                        .anyMatch(peer -> matches(
                                peer, question.policy().ref().namespace(), question.peer(), question.peerAddress()));
    }

    /**
     * Whether a rule is about that port.
     *
     * @param receiver the pod that receives the connection, whichever end is judged; null where there is none
     */
    public static boolean anyPortMatches(Rule rule, Protocol protocol, int destinationPort, @Nullable Pod receiver) {
        // "Each item in this list is combined using a logical OR. If this field is empty or missing, this rule matches
        // all ports (traffic not restricted by port). If this field is present and contains at least one item, then
        // this rule allows traffic only if the traffic matches at least one port in the list."
        //     — NetworkPolicyIngressRule.ports and NetworkPolicyEgressRule.ports; with no port restricted no protocol
        //     is, either, so ICMP passes, and only here
        if (rule.ports().isEmpty()) {
            return true;
        }
        for (PolicyPort port : rule.ports()) {
            if (portMatches(port, protocol, destinationPort, receiver)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether one peer of a rule means that end.
     *
     * @param policyNamespace of the policy
     * @param pod at that address; null where there is none
     */
    public boolean matches(Peer peer, String policyNamespace, @Nullable Pod pod, IpAddress address) {
        return switch (peer) {
            // "IPBlock describes a particular CIDR (Ex. "192.168.1.0/24","2001:db8::/64") that is allowed to the pods
            // matched by a NetworkPolicySpec's podSelector. The except entry describes CIDRs that should not be
            // included within this rule."
            //     — IPBlock; an address is an address, so a pod's and a node's match, too
            case Peer.IpBlockPeer block -> block.contains(address);
            // "podSelector is a label selector which selects pods. This field follows standard label selector
            // semantics; if present but empty, it selects all pods. If namespaceSelector is also set [...] Otherwise it
            // selects the pods matching podSelector in the policy's own namespace."
            //     — NetworkPolicyPeer.podSelector
            case Peer.PodPeer pods ->
                pod != null
                        && pod.ref().namespace().equals(policyNamespace)
                        && pods.pods().matches(pod.labels());
            // "namespaceSelector selects namespaces using cluster-scoped labels. This field follows standard label
            // selector semantics; if present but empty, it selects all namespaces. If podSelector is also set, then the
            // NetworkPolicyPeer as a whole selects the pods matching podSelector in the namespaces selected by
            // namespaceSelector. Otherwise it selects all pods in the namespaces selected by namespaceSelector."
            //     — NetworkPolicyPeer.namespaceSelector
            case Peer.NamespacePeer namespaces ->
                pod != null
                        && namespaceMatches(namespaces.namespaces(), pod.ref().namespace())
                        && namespaces.pods().matches(pod.labels());
        };
    }

    /** Whether the namespaces that a peer selects are one of that name. */
    public boolean namespaceMatches(LabelSelector selector, String name) {
        Namespace namespace = cluster.namespace(name);
        return selector.matches(namespace == null ? Map.of() : namespace.labels());
    }

    private static boolean portMatches(
            PolicyPort port, Protocol protocol, int destinationPort, @Nullable Pod receiver) {
        // "protocol represents the protocol (TCP, UDP, or SCTP) which traffic must match. If not specified, this field
        // defaults to TCP."
        //     — NetworkPolicyPort.protocol
        if (!port.protocol().equals(protocol)) {
            return false;
        }
        return switch (port.match()) {
            // "If this field is not provided, this matches all port names and numbers."
            //     — NetworkPolicyPort.port
            case AnyPort any -> true;
            // "If present, only traffic on the specified protocol AND port will be matched." — NetworkPolicyPort.port
            // "endPort indicates that the range of ports from port to endPort if set, inclusive, should be allowed by
            // the policy."
            //     — NetworkPolicyPort.endPort
            case NumberedPorts numbers -> numbers.range().contains(destinationPort);
            // "This can either be a numerical or named port on a pod."
            //     — NetworkPolicyPort.port; the pod that receives the connection, for egress, too
            case NamedPort named ->
                receiver != null
                        && NamedPorts.numbers(receiver, named.name(), port.protocol())
                                .contains(destinationPort);
        };
    }

    /** The packet, and who has its addresses. */
    private record Ends(
            Packet packet, @Nullable Pod source, @Nullable Pod destination) {}

    /** The packet as one policy sees it. */
    private record Question(NetworkPolicy policy, Direction direction, Ends ends) {
        IpAddress peerAddress() {
            return direction == Direction.INGRESS
                    ? ends.packet().source()
                    : ends.packet().destination();
        }

        @Nullable
        Pod peer() {
            return direction == Direction.INGRESS ? ends.source() : ends.destination();
        }
    }
}
