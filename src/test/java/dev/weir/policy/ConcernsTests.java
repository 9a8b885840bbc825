package dev.weir.policy;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.allowIngress;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.testing.Clusters;
import org.junit.jupiter.api.Test;

/** Who has to be told of a change. On node-1 runs a pod that admits clients, on node-2 everybody else. */
class ConcernsTests {
    private static final NodeName WEB = new NodeName("node-1");
    private static final NodeName OTHERS = new NodeName("node-2");

    private final PolicyCompiler compiler = new PolicyCompiler();
    private final Clusters shop = aCluster()
            .withPod("shop/web-1", "node-1", "10.244.1.2")
            .withPod("shop/client-1", "node-2", "10.244.2.3")
            .withPolicy(allowIngress("shop", "web-from-client", "client", "web"));
    private int revision;

    private Compilation compile(Clusters cluster) {
        return compiler.compile(ClusterSnapshot.of(++revision, cluster.contents()));
    }

    private Concern ofWeb(Compilation compilation) {
        return compilation.concerns().of(WEB);
    }

    private Concern ofOthers(Compilation compilation) {
        return compilation.concerns().of(OTHERS);
    }

    @Test
    void theFirstCompilationConcernsEveryNode() {
        Compilation first = compile(shop);

        assertThat(ofWeb(first)).isEqualTo(Concern.ENFORCEMENT);
        assertThat(first.concerns().of(new NodeName("node-77"))).isEqualTo(Concern.ENFORCEMENT);
    }

    @Test
    void anotherRevisionOfTheSameConcernsNobody() {
        compile(shop);
        Compilation same = compile(shop);

        assertThat(same.revision()).isEqualTo(2);
        assertThat(ofWeb(same)).isEqualTo(Concern.NOTHING);
        assertThat(ofOthers(same)).isEqualTo(Concern.NOTHING);
    }

    @Test
    void aPeerThatARuleAdmitsConcernsTheNodesOfThatRuleAndOnlyNamesTheRest() {
        compile(shop.withPod("pay/till-1", "node-2", "10.244.2.9"));
        Compilation now = compile(shop.withPod("shop/client-2", "node-3", "10.244.3.4"));

        assertThat(ofWeb(now)).isEqualTo(Concern.ENFORCEMENT);
        assertThat(ofOthers(now)).isEqualTo(Concern.NAMES);
        assertThat(now.concerns().of(new NodeName("node-3")))
                .as("the node it runs on")
                .isEqualTo(Concern.ENFORCEMENT);
    }

    @Test
    void aPeerThatNoRuleTellsApartIsOnlyAName() {
        compile(shop);
        Compilation now = compile(shop.withPod("pay/till-1", "node-2", "10.244.2.9"));

        assertThat(ofWeb(now)).isEqualTo(Concern.NAMES);
        assertThat(now.program(WEB).identities().size()).isEqualTo(5);
    }

    @Test
    void aPolicyConcernsTheNodesOfThePodsThatItSelects() {
        compile(shop.withPod("pay/till-1", "node-2", "10.244.2.9"));
        Compilation now = compile(shop.withPolicy(denyAll("pay", "deny-all")));

        assertThat(ofWeb(now)).isEqualTo(Concern.NOTHING);
        assertThat(ofOthers(now)).isEqualTo(Concern.ENFORCEMENT);
    }

    @Test
    void whatIsRecordedConcernsEveryNode() {
        compile(shop);
        LoggingConfig on = new LoggingConfig(new LoggingConfig.Switch(true, false), LoggingConfig.Switch.OFF, 1, "7");
        Compilation now = compile(shop.withLogging(on));

        assertThat(now.concerns().everyNode()).isTrue();
    }
}
