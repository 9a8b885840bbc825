package dev.weir.proposal;

import static dev.weir.cluster.testing.Clusters.allowIngress;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.cluster.Workload;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.proposal.Proposal.Addition;
import dev.weir.proposal.Proposal.Edit;
import dev.weir.proposal.Proposal.Part;
import dev.weir.proposal.Proposal.Status;
import dev.weir.simulation.Actor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProposalFinderTests {
    private final List<Pod> pods = new ArrayList<>();
    private final Pod web = pod("shop", "web", 1);
    private final Pod cart = pod("shop", "cart", 2);
    private final Pod lab = pod("lab", "probe", 3);

    private Pod pod(String namespace, String app, int number) {
        Pod pod = new Pod(
                new PodRef(namespace, app + "-6d4f-" + number),
                app,
                Map.of("app", app, "pod-template-hash", "6d4f", "tier", "x"),
                new NodeName("node-1"),
                List.of(IpAddress.parse("10.244.1." + number)),
                false,
                PodPhase.RUNNING,
                true,
                new Workload("Deployment", app),
                List.of());
        pods.add(pod);
        return pod;
    }

    private Proposal propose(Pod from, Pod to, NetworkPolicy... policies) {
        ClusterSnapshot cluster = ClusterSnapshot.of(
                1,
                new ClusterContents(
                        List.of(new Namespace("shop", Map.of(), Map.of()), namespace("lab")),
                        List.of(),
                        pods,
                        Arrays.asList(policies),
                        LoggingConfig.ABSENT,
                        LoggingConfig.ABSENT));
        return new ProposalFinder(cluster)
                .propose(new Wanted(
                        new Actor(from.addresses().getFirst(), from),
                        new Actor(to.addresses().getFirst(), to),
                        Protocol.TCP,
                        6379));
    }

    private static Namespace namespace(String name) {
        return new Namespace(name, Map.of("kubernetes.io/metadata.name", name), Map.of());
    }

    @Test
    void underADefaultDenyThePodGetsAPolicyOfItsOwnBecauseThatAdmitsNothingElse() {
        NetworkPolicy deny = new NetworkPolicy(
                new PolicyRef("shop", "default-deny"),
                Map.of(),
                LabelSelector.EVERYTHING,
                Set.of(Direction.INGRESS),
                List.of(),
                List.of());
        pod("shop", "third", 4);
        Proposal proposal = propose(web, cart, deny);
        assertThat(proposal.alsoAdmits()).isEmpty();
        assertThat(proposal.edits()).singleElement().satisfies(edit -> {
            assertThat(edit.isNew()).isTrue();
            assertThat(edit.policy()).hasToString("shop/allow-web-to-cart");
            assertThat(edit.after().podSelector()).isEqualTo(LabelSelector.ofLabels(Map.of("app", "cart")));
            assertThat(edit.after().ingress().getFirst().peers())
                    .containsExactly(new Peer.PodPeer(LabelSelector.ofLabels(Map.of("app", "web"))));
        });
        assertThat(proposal.sentence()).contains("app=web on TCP 6379", "Nothing else is admitted");
    }

    @Test
    void aPolicyForThePodAloneGetsOneRuleMoreInsteadOfASecondPolicy() {
        Proposal proposal = propose(lab, cart, allowIngress("shop", "cart-in", "web", "cart"));
        assertThat(proposal.edits()).singleElement().satisfies(edit -> {
            assertThat(additions(edit)).containsExactly(Addition.RULE);
            assertThat(edit.policy()).hasToString("shop/cart-in");
            assertThat(edit.after().ingress()).hasSize(2);
        });
        assertThat(proposal.alsoAdmits()).isEmpty();
    }

    @Test
    void aRuleThatLacksOnlyThePortGetsThePort() {
        NetworkPolicy before = allowIngress("shop", "cart-in", "web", "cart");
        NetworkPolicy onePort = new NetworkPolicy(
                before.ref(),
                before.annotations(),
                before.podSelector(),
                before.declaredTypes(),
                List.of(new Rule(
                        before.ingress().getFirst().peers(),
                        List.of(new PolicyPort(Protocol.TCP, new PolicyPort.NumberedPorts(PortRange.single(80)))))),
                List.of());
        assertThat(propose(web, cart, onePort).edits())
                .flatExtracting(ProposalFinderTests::additions)
                .containsExactly(Addition.PORT);
    }

    @Test
    void whenBothEndsAreIsolatedBothGetAnEdit() {
        Proposal proposal = propose(lab, cart, denyAll("shop", "deny"), denyAll("lab", "deny"));
        assertThat(proposal.edits())
                .flatExtracting(Edit::parts)
                .extracting(Part::direction)
                .containsExactlyInAnyOrder(Direction.EGRESS, Direction.INGRESS);
        assertThat(proposal.alsoAdmits()).isEmpty();
    }

    private static List<Addition> additions(Edit edit) {
        return edit.parts().stream().map(Part::addition).toList();
    }

    @Test
    void whatIsAllowedNeedsNoRuleAndWhoIsGoneGetsNone() {
        assertThat(propose(web, cart).status()).isEqualTo(Status.ALREADY_ALLOWED);
        pods.remove(web);
        assertThat(propose(web, cart, denyAll("shop", "deny")).status()).isEqualTo(Status.IMPOSSIBLE);
    }
}
