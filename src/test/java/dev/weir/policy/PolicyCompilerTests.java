package dev.weir.policy;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.allowIngress;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.cluster.testing.Clusters;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.program.EndpointProgram;
import dev.weir.program.IdentityEntry;
import dev.weir.program.NodeProgram;
import dev.weir.program.ProgramDelta;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What programs look like, beyond what they decide. */
class PolicyCompilerTests {
    private static final NodeName NODE = new NodeName("node-1");

    private static NodeProgram compile(Clusters cluster) {
        return new PolicyCompiler()
                .compile(ClusterSnapshot.of(1, cluster.contents()))
                .program(NODE);
    }

    private static Clusters shop() {
        return aCluster()
                .withPod("shop/web-1", "node-1", "10.244.1.2")
                .withPod("shop/web-2", "node-1", "10.244.1.3")
                .withPod("shop/client-1", "node-2", "10.244.2.3");
    }

    @Test
    void replicasShareASubjectAndAnIdentity() {
        NodeProgram program = compile(shop().withPolicy(allowIngress("shop", "web-from-client", "client", "web")));

        assertThat(program.endpoints().values())
                .extracting(EndpointProgram::subject)
                .hasSize(2)
                .containsOnly(program.subjects().keys().iterator().next());
        assertThat(program.identities().values().stream()
                        .filter(entry -> entry.owner().pod().startsWith("web"))
                        .map(IdentityEntry::identity)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void labelsThatNoPeerMentionsSplitNoIdentity() {
        NodeProgram program = compile(shop().withPolicy(denyAll("shop", "deny-all")));

        assertThat(program.identities().values().stream()
                        .filter(entry -> !entry.owner().pod().isEmpty())
                        .map(IdentityEntry::identity)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void equalClustersGiveEqualPrograms() {
        Clusters one = shop().withPolicy(denyAll("shop", "a")).withPolicy(allowIngress("shop", "b", "client", "web"));
        Clusters other =
                shop().withPolicy(allowIngress("shop", "b", "client", "web")).withPolicy(denyAll("shop", "a"));

        assertThat(compile(one)).isEqualTo(compile(other));
    }

    @Test
    void aNewPeerDoesNotRenameTheSubject() {
        Clusters before = shop().withPolicy(allowIngress("shop", "web-from-client", "client", "web"));
        NodeProgram old = compile(before);
        NodeProgram now = compile(before.withPod("shop/client-2", "node-2", "10.244.2.4"));

        ProgramDelta delta = ProgramDelta.between(old, now.at(2));
        assertThat(delta.subjects().isEmpty()).isTrue();
        assertThat(delta.identities().changed())
                .extracting(entry -> entry.owner().pod())
                .containsExactly("client-2");
        assertThat(delta.applyTo(old)).isEqualTo(now.at(2));
    }

    @Test
    void fromEveryNamespaceIsNoEntryForEachIdentity() {
        Clusters many = shop();
        for (int i = 1; i < 50; i++) {
            many.withPod("ns-" + i + "/pod-" + i, "node-2", "10.244.3." + i);
        }
        NodeProgram program = compile(many.withPolicy(denyAll("shop", "deny-all")));

        assertThat(program.subjects().values())
                .allSatisfy(
                        subject -> assertThat(subject.ingress().peerClasses()).isEmpty());
    }

    @Test
    void namedPortsInRulesOfADirectionThatThePolicyDoesNotIsolateSplitNoSubject() {
        PolicyPort metrics = new PolicyPort(Protocol.TCP, new PolicyPort.NamedPort("metrics"));
        NetworkPolicy onlyEgress = new NetworkPolicy(
                new PolicyRef("shop", "only-egress"),
                Map.of(),
                LabelSelector.EVERYTHING,
                Set.of(Direction.EGRESS),
                List.of(new Rule(List.of(), List.of(metrics))),
                List.of());
        NodeProgram program = compile(aCluster()
                .withPod("shop/web-1", "node-1", "10.244.1.2", new ContainerPort("metrics", Protocol.TCP, 9090))
                .withPod("shop/db-1", "node-1", "10.244.1.3")
                .withPolicy(onlyEgress));

        assertThat(program.endpoints().values()).hasSize(2);
        assertThat(program.subjects().keys()).hasSize(1);
    }

    @Test
    void delegatedLoggingNamesOnlyWhatIsAnnotated() {
        LoggingConfig delegated =
                new LoggingConfig(new LoggingConfig.Switch(true, true), new LoggingConfig.Switch(true, true), 3, "9");
        NodeProgram program = compile(
                shop().withNamespace("shop", Map.of(), Map.of("policy.network.gke.io/enable-deny-logging", "true"))
                        .withNamespace("pay", Map.of(), Map.of("policy.network.gke.io/enable-deny-logging", "True"))
                        .withLogging(delegated));

        assertThat(program.logging().denyNamespaces()).containsExactly("shop");
        assertThat(program.logging().version().generation()).isEqualTo(3);
    }
}
