package dev.weir.policy;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.allowIngress;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation.Basis;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.DoesNotAdmit;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.policy.Judgement.RuleFinding;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the evaluator says beyond the verdict. */
class PolicyEvaluatorTests {
    private static final String WEB = "10.244.1.2";
    private static final String CLIENT = "10.244.2.3";

    private final ClusterSnapshot cluster = ClusterSnapshot.of(
            1,
            aCluster()
                    .withPod("shop/web-1", "node-1", WEB)
                    .withPod("shop/client-1", "node-2", CLIENT)
                    .withPolicy(denyAll("shop", "deny-all"))
                    .withPolicy(allowIngress("shop", "web-from-client", "client", "web"))
                    .withPolicy(allowIngress("shop", "web-from-ops", "ops", "web"))
                    .withPolicy(allowIngress("shop", "db-from-web", "web", "db"))
                    .contents());

    private Evaluation tcp(String source, String destination) {
        return new PolicyEvaluator(cluster)
                .evaluate(new Packet(IpAddress.parse(source), IpAddress.parse(destination), Protocol.TCP, 80));
    }

    @Test
    void everyPolicyOfTheNamespaceIsExplained() {
        Judgement ingress = Objects.requireNonNull(tcp(CLIENT, WEB).ingress());

        assertThat(ingress.verdict()).isEqualTo(Verdict.ALLOWED);
        assertThat(ingress.explanations())
                .containsExactly(
                        new Explanation(
                                new PolicyRef("shop", "db-from-web"),
                                new NotApplicable(NotApplicable.Reason.POD_NOT_SELECTED)),
                        new Explanation(new PolicyRef("shop", "deny-all"), new DoesNotAdmit(List.of())),
                        new Explanation(new PolicyRef("shop", "web-from-client"), new Admits(List.of(0))),
                        new Explanation(
                                new PolicyRef("shop", "web-from-ops"),
                                new DoesNotAdmit(List.of(new RuleFinding(0, false, true)))));
    }

    @Test
    void aDenialNamesTheDirectionThatDenies() {
        Evaluation evaluation = tcp(CLIENT, WEB);

        assertThat(evaluation.verdict()).isEqualTo(Verdict.DENIED);
        assertThat(Objects.requireNonNull(evaluation.egress()).verdict()).isEqualTo(Verdict.DENIED);
    }

    @Test
    void aPodReachesItselfAndANodeItsPods() {
        assertThat(tcp(WEB, WEB).basis()).isEqualTo(Basis.POD_ITSELF);
        assertThat(tcp("172.30.0.11", WEB).basis()).isEqualTo(Basis.OWN_NODE);
        assertThat(tcp("172.30.0.12", WEB).verdict()).isEqualTo(Verdict.DENIED);
    }

    @Test
    void anAddressThatTwoPodsClaimBelongsToTheFirstInOrder() {
        ClusterSnapshot contested = ClusterSnapshot.of(
                1,
                aCluster()
                        .withPod("shop/b-1", "node-1", WEB)
                        .withPod("shop/a-1", "node-2", WEB)
                        .withPod("shop/db-1", "node-2", CLIENT)
                        .withPolicy(allowIngress("shop", "from-a", "a", "db"))
                        .withPolicy(allowIngress("shop", "from-b", "b", "db"))
                        .contents());
        Packet packet = new Packet(IpAddress.parse(WEB), IpAddress.parse(CLIENT), Protocol.TCP, 80);
        Answer answer = Answer.of(new PolicyEvaluator(contested).evaluate(packet));

        assertThat(answer).hasToString("ALLOWED, egress open, ingress admitted by shop/from-a[0]");
        assertThat(new CompiledJudge().judge(contested, List.of(packet))).containsExactly(answer);
    }
}
