package dev.weir.policy;

import static dev.weir.net.Direction.EGRESS;
import static dev.weir.net.Direction.INGRESS;
import static dev.weir.net.Verdict.ALLOWED;
import static dev.weir.net.Verdict.DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.program.Cookie;
import dev.weir.program.PolicyName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What went wrong in other enforcers of NetworkPolicy, each as the test that would have found it: the evaluator and the compiled
 * programs must both be right. Those that the kernel could get wrong are in the daemon's class of the same name.
 */
class ElsewhereTests {
    private static final NodeName NODE = new NodeName("node-1");
    private static final String NODE_ADDRESS = "172.30.0.11";
    private static final String WEB = "10.244.1.2";
    private static final String CLIENT = "10.244.1.3";

    private final List<Pod> pods = new ArrayList<>(List.of(pod("shop/web", WEB), pod("shop/client", CLIENT)));
    private final List<NetworkPolicy> policies = new ArrayList<>();

    private static Pod pod(String ref, String address) {
        return pod(ref, address, false, PodPhase.RUNNING);
    }

    private static Pod pod(String ref, String address, boolean hostNetwork, PodPhase phase, ContainerPort... ports) {
        String[] parts = ref.split("/");
        return new Pod(
                new PodRef(parts[0], parts[1]),
                "uid-" + ref,
                Map.of("app", parts[1]),
                NODE,
                List.of(IpAddress.parse(address)),
                hostNetwork,
                phase,
                true,
                null,
                List.of(ports));
    }

    private void policy(String ref, String app, Direction direction, Rule... rules) {
        String[] parts = ref.split("/");
        List<Rule> list = List.of(rules);
        policies.add(new NetworkPolicy(
                new PolicyRef(parts[0], parts[1]),
                Map.of(),
                app.isEmpty() ? LabelSelector.EVERYTHING : LabelSelector.ofLabels(Map.of("app", app)),
                Set.of(direction),
                direction == INGRESS ? list : List.of(),
                direction == EGRESS ? list : List.of()));
    }

    private static Rule rule(Peer peer, PolicyPort... ports) {
        return new Rule(List.of(peer), List.of(ports));
    }

    private static Peer block(String range, String... except) {
        return new Peer.IpBlockPeer(
                IpPrefix.parse(range),
                List.of(except).stream().map(IpPrefix::parse).toList());
    }

    private static Peer app(String app) {
        return new Peer.PodPeer(LabelSelector.ofLabels(Map.of("app", app)));
    }

    private static PolicyPort tcp(int first, int last) {
        return new PolicyPort(Protocol.TCP, new PolicyPort.NumberedPorts(new PortRange(first, last)));
    }

    private ClusterSnapshot cluster() {
        Node node = new Node(NODE, Map.of(), List.of(IpAddress.parse(NODE_ADDRESS)), true);
        List<Namespace> namespaces =
                List.of(new Namespace("shop", Map.of(), Map.of()), new Namespace("shop.eu", Map.of(), Map.of()));
        return ClusterSnapshot.of(
                1,
                new ClusterContents(
                        namespaces, List.of(node), pods, policies, LoggingConfig.ABSENT, LoggingConfig.ABSENT));
    }

    private CompiledLookup compiled() {
        return new CompiledLookup(
                List.of(new PolicyCompiler().compile(cluster()).program(NODE)));
    }

    private static Packet packet(String source, String destination, int port) {
        return new Packet(IpAddress.parse(source), IpAddress.parse(destination), Protocol.TCP, port);
    }

    private Verdict verdict(String source, String destination, int port) {
        Packet packet = packet(source, destination, port);
        Verdict evaluated = new PolicyEvaluator(cluster()).evaluate(packet).verdict();
        assertThat(compiled().verdict(packet)).as("compiled: %s", packet).isEqualTo(evaluated);
        return evaluated;
    }

    private List<String> policiesOf(Direction direction, String source, String destination, int port) {
        CompiledLookup.Half half =
                Objects.requireNonNull(compiled().half(direction, packet(source, destination, port)));
        Cookie cookie = Objects.requireNonNull(half.cookie());
        return cookie.policies().stream()
                .map(match -> new PolicyName(match.namespace(), match.name()))
                .map(PolicyName::toString)
                .toList();
    }

    @Test
    void rangeOfAddressesDidNotMatchPodsAndNodes() {
        policy("shop/out", "web", EGRESS, rule(block("10.244.0.0/16")), rule(block("172.30.0.0/24")));

        assertThat(verdict(WEB, CLIENT, 80)).isEqualTo(ALLOWED);
        assertThat(verdict(WEB, NODE_ADDRESS, 80)).isEqualTo(ALLOWED);
        assertThat(verdict(WEB, "10.245.0.1", 80)).isEqualTo(DENIED);
    }

    @Test
    void exceptionsOfARangeDidNotMatchPods() {
        policy("shop/out", "web", EGRESS, rule(block("10.0.0.0/8", "10.244.1.3/32")));

        assertThat(verdict(WEB, CLIENT, 80)).isEqualTo(DENIED);
        assertThat(verdict(WEB, "10.244.1.4", 80)).isEqualTo(ALLOWED);
    }

    @Test
    void rangesWithHostBitsCollided() {
        policy("shop/out", "web", EGRESS, rule(block("203.0.113.5/24"), tcp(80, 80)));
        policy("shop/more", "web", EGRESS, rule(block("203.0.113.9/24"), tcp(443, 443)));
        policy("shop/some", "web", EGRESS, rule(block("203.0.113.9/28"), tcp(8443, 8443)));

        for (String address : List.of("203.0.113.0", "203.0.113.5", "203.0.113.9", "203.0.113.255")) {
            assertThat(verdict(WEB, address, 80)).isEqualTo(ALLOWED);
            assertThat(verdict(WEB, address, 443)).isEqualTo(ALLOWED);
        }
        assertThat(verdict(WEB, "203.0.113.15", 8443)).isEqualTo(ALLOWED);
        assertThat(verdict(WEB, "203.0.113.16", 8443)).isEqualTo(DENIED);
    }

    @Test
    void twentyFifthPortOfARangeOfAddressesWasForgotten() {
        PolicyPort[] ports = IntStream.range(0, 60)
                .mapToObj(port -> tcp(1000 + 3 * port, 1001 + 3 * port))
                .toArray(PolicyPort[]::new);
        policy("shop/out", "web", EGRESS, rule(block("203.0.113.0/24"), ports));

        for (int port = 1000; port < 1180; port++) {
            assertThat(verdict(WEB, "203.0.113.7", port)).isEqualTo((port - 1000) % 3 == 2 ? DENIED : ALLOWED);
        }
    }

    @Test
    void namesWithDotsWereTakenApart() {
        pods.add(pod("shop.eu/web.v1.2", "10.244.1.4"));
        policy("shop.eu/allow.client.v2", "web.v1.2", INGRESS, rule(block("10.244.1.3/32")));
        policy("shop/eu.allow.client.v2", "", INGRESS);

        assertThat(verdict(CLIENT, "10.244.1.4", 80)).isEqualTo(ALLOWED);
        assertThat(policiesOf(INGRESS, CLIENT, "10.244.1.4", 80)).containsExactly("shop.eu/allow.client.v2");
        assertThat(policiesOf(INGRESS, CLIENT, WEB, 80)).containsExactly("shop/eu.allow.client.v2");
    }

    @Test
    void podsAndPoliciesOfOneNameInTwoNamespacesWereTakenForOne() {
        pods.add(pod("shop.eu/web", "10.244.1.4"));
        policy("shop/web-in", "web", INGRESS, rule(app("client")));
        policy("shop.eu/web-in", "web", INGRESS);

        assertThat(verdict(CLIENT, WEB, 80)).isEqualTo(ALLOWED);
        assertThat(verdict(CLIENT, "10.244.1.4", 80)).isEqualTo(DENIED);
        assertThat(policiesOf(INGRESS, CLIENT, "10.244.1.4", 80)).containsExactly("shop.eu/web-in");
    }

    @Test
    void podsOfTheHostsNetworkWereMatchedByTheirLabels() {
        pods.add(pod("shop/agent", "172.30.0.12", true, PodPhase.RUNNING));
        policy("shop/web-in", "web", INGRESS, rule(app("agent")));
        policy("shop/agent-in", "agent", INGRESS);

        assertThat(verdict("172.30.0.12", WEB, 80)).isEqualTo(DENIED);
        assertThat(verdict(CLIENT, "172.30.0.12", 80)).isEqualTo(ALLOWED);
    }

    @Test
    void podWithAPolicyForIngressOnlyLostItsEgress() {
        policy("shop/web-in", "web", INGRESS);

        assertThat(verdict(WEB, CLIENT, 80)).isEqualTo(ALLOWED);
        assertThat(verdict(WEB, "203.0.113.7", 443)).isEqualTo(ALLOWED);
    }

    @Test
    void connectionToAPortWithinARangeNamedNoPolicy() {
        policy("shop/web-in", "web", INGRESS, rule(app("client"), tcp(8000, 9000)));
        policy("shop/web-more", "web", INGRESS, rule(app("client"), tcp(8500, 8500)));

        assertThat(policiesOf(INGRESS, CLIENT, WEB, 8017)).containsExactly("shop/web-in");
        assertThat(policiesOf(INGRESS, CLIENT, WEB, 8500)).containsExactly("shop/web-in", "shop/web-more");
    }

    @Test
    void denialNamedOneOfThePoliciesThatIsolateOrNone() {
        policy("shop/a-default-deny", "", INGRESS);
        policy("shop/web-in", "web", INGRESS, rule(app("other")));

        assertThat(verdict(CLIENT, WEB, 80)).isEqualTo(DENIED);
        assertThat(policiesOf(INGRESS, CLIENT, WEB, 80)).containsExactly("shop/a-default-deny", "shop/web-in");
    }

    @Test
    void podWasKeptFromItselfAndTheNodeFromItsPods() {
        policy("shop/in", "", INGRESS);
        policy("shop/out", "", EGRESS);
        PolicyEvaluator evaluator = new PolicyEvaluator(cluster());

        assertThat(evaluator.evaluate(packet(WEB, WEB, 80)).verdict()).isEqualTo(ALLOWED);
        assertThat(evaluator.evaluate(packet(NODE_ADDRESS, WEB, 80)).verdict()).isEqualTo(ALLOWED);
        assertThat(verdict(CLIENT, WEB, 80)).isEqualTo(DENIED);
    }

    @Test
    void podThatHadEndedKeptItsAddressFromTheNext() {
        pods.add(pod("shop/job", "10.244.1.9", false, PodPhase.SUCCEEDED));
        pods.add(pod("shop.eu/stranger", "10.244.1.9"));
        policy("shop/web-in", "web", INGRESS, rule(app("job")));

        assertThat(verdict("10.244.1.9", WEB, 80)).isEqualTo(DENIED);
    }

    @Test
    void nameOfAPortMeantOneNumberOnEveryPod() {
        pods.add(pod("shop/one", "10.244.1.5", false, PodPhase.RUNNING, new ContainerPort("http", Protocol.TCP, 80)));
        pods.add(pod("shop/two", "10.244.1.6", false, PodPhase.RUNNING, new ContainerPort("http", Protocol.TCP, 8080)));
        PolicyPort http = new PolicyPort(Protocol.TCP, new PolicyPort.NamedPort("http"));
        policy("shop/out", "web", EGRESS, new Rule(List.of(), List.of(http)));

        assertThat(verdict(WEB, "10.244.1.5", 80)).isEqualTo(ALLOWED);
        assertThat(verdict(WEB, "10.244.1.5", 8080)).isEqualTo(DENIED);
        assertThat(verdict(WEB, "10.244.1.6", 8080)).isEqualTo(ALLOWED);
        assertThat(verdict(WEB, "10.244.1.6", 80)).isEqualTo(DENIED);
    }

    @Test
    void everythingOfIpv6MeantEverythingOfIpv4() {
        policy("shop/out", "web", EGRESS, rule(block("::/0")));

        assertThat(verdict(WEB, "203.0.113.7", 80)).isEqualTo(DENIED);
        assertThat(verdict(WEB, CLIENT, 80)).isEqualTo(DENIED);
    }

    @Test
    void ruleWithoutPeersAdmittedPodsOnly() {
        policy("shop/web-in", "web", INGRESS, new Rule(List.of(), List.of(tcp(80, 80))));

        assertThat(verdict("203.0.113.7", WEB, 80)).isEqualTo(ALLOWED);
        assertThat(verdict(CLIENT, WEB, 80)).isEqualTo(ALLOWED);
        assertThat(verdict(CLIENT, WEB, 81)).isEqualTo(DENIED);
    }
}
