package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import dev.weir.policy.CompiledLookup.Half;
import dev.weir.policy.Evaluation.Basis;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.program.Cookie;
import dev.weir.program.NodeProgram;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The property on which everything rests. A failure names its seed; set it in {@code -Dweir.seed} to see it again. */
class CompilerAgreesWithEvaluatorTests {
    private static final int CLUSTERS = 1500;
    private static final int PACKETS = 60;

    @Test
    void compiledProgramsDecideEveryPacketAsTheSpecificationDoesAndNameTheSamePolicies() {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        System.out.println("CompilerAgreesWithEvaluatorTests starts from seed " + first);
        int judged = 0;
        for (long seed = first; seed < first + (fixed == null ? CLUSTERS : 1); seed++) {
            judged += compare(seed);
        }
        assertThat(judged).as("packets that some policy decided").isPositive();
    }

    private static int compare(long seed) {
        RandomCluster random = new RandomCluster(seed);
        ClusterSnapshot cluster = random.snapshot();
        PolicyEvaluator evaluator = new PolicyEvaluator(cluster);
        Map<NodeName, NodeProgram> programs = PolicyCompiler.compile(
                cluster, cluster.nodes().stream().map(Node::name).toList());
        CompiledLookup lookup = new CompiledLookup(programs.values());
        int judged = 0;
        for (int i = 0; i < PACKETS; i++) {
            Packet packet = random.packet(cluster);
            Evaluation evaluation = evaluator.evaluate(packet);
            // These two are the datapath's own business and stand in no program.
            if (evaluation.basis() == Basis.POLICIES) {
                String what = "seed " + seed + ": " + packet;
                assertThat(lookup.verdict(packet)).as(what).isEqualTo(evaluation.verdict());
                judged += compareHalf(what, evaluation.egress(), lookup.half(Direction.EGRESS, packet));
                judged += compareHalf(what, evaluation.ingress(), lookup.half(Direction.INGRESS, packet));
            }
        }
        return judged;
    }

    private static int compareHalf(String what, @Nullable Judgement expected, @Nullable Half actual) {
        if (expected == null || !expected.isIsolated()) {
            assertThat(actual == null || actual.cookie() == null).as(what).isTrue();
            return 0;
        }
        Half half = Objects.requireNonNull(actual, what);
        Cookie cookie = Objects.requireNonNull(half.cookie(), what);
        assertThat(half.verdict()).as(what).isEqualTo(expected.verdict());
        assertThat(cookie.direction()).as(what).isEqualTo(expected.direction());
        assertThat(cookie.policies()).as(what).isEqualTo(matches(expected));
        return 1;
    }

    private static List<Cookie.PolicyMatch> matches(Judgement judgement) {
        boolean allowed = judgement.verdict() == Verdict.ALLOWED;
        return judgement.explanations().stream()
                .filter(explanation -> allowed
                        ? explanation.outcome() instanceof Admits
                        : !(explanation.outcome() instanceof NotApplicable))
                .map(explanation -> new Cookie.PolicyMatch(
                        "NetworkPolicy",
                        explanation.policy().namespace(),
                        explanation.policy().name(),
                        rules(explanation)))
                .toList();
    }

    private static List<Integer> rules(Explanation explanation) {
        return explanation.outcome() instanceof Admits admits ? admits.rules() : List.of();
    }
}
