package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NodeName;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation.Basis;
import dev.weir.program.NodeProgram;
import dev.weir.program.ProgramDelta;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * A compiler that follows a cluster through changes comes to the same meaning as one that sees it for the first time. A failure names its
 * seed; set it in {@code -Dweir.seed} to see it again.
 */
class IncrementalCompilationTests {
    private static final int SEQUENCES = 250;
    private static final int CHANGES = 40;
    private static final int PACKETS = 10;
    private static final int LONG_TIME = 10_000;
    private static final List<NodeName> NODES = List.of(new NodeName("node-1"), new NodeName("node-2"));
    private static final NodeName NO_PODS = new NodeName("node-3");

    private static void forSeeds(int count, LongConsumer test) {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        System.out.println("IncrementalCompilationTests starts from seed " + first);
        for (long seed = first; seed < first + (fixed == null ? count : 1); seed++) {
            test.accept(seed);
        }
    }

    @Test
    void afterEveryChangeTheProgramsMeanWhatAFreshCompilerSays() {
        forSeeds(SEQUENCES, seed -> {
            RandomCluster random = new RandomCluster(seed);
            RandomChanges changes = new RandomChanges(seed);
            ClusterSnapshot snapshot = random.snapshot();
            PolicyCompiler compiler = new PolicyCompiler();
            for (int change = 0; change < CHANGES; change++) {
                String what = "seed " + seed + " change " + change;
                Compilation compilation = compiler.compile(snapshot);
                Compilation fresh = new PolicyCompiler().compile(snapshot);
                for (NodeName node : NODES) {
                    Equivalence.assertEquivalent(what, compilation.program(node), fresh.program(node));
                }
                assertAgreesWithTheSpecification(what, compilation, random, snapshot);
                snapshot = changes.after(snapshot);
            }
        });
    }

    private static void assertAgreesWithTheSpecification(
            String what, Compilation compilation, RandomCluster random, ClusterSnapshot snapshot) {
        PolicyEvaluator evaluator = new PolicyEvaluator(snapshot);
        CompiledLookup lookup =
                new CompiledLookup(NODES.stream().map(compilation::program).toList());
        for (int i = 0; i < PACKETS && hasAddresses(snapshot); i++) {
            Packet packet = random.packet(snapshot);
            Evaluation evaluation = evaluator.evaluate(packet);
            Verdict verdict = lookup.verdict(packet);
            boolean ofOnePodEach =
                    isClaimedOnce(packet.source(), snapshot) && isClaimedOnce(packet.destination(), snapshot);
            if (evaluation.basis() == Basis.POLICIES && ofOnePodEach) {
                assertThat(verdict).as(what + ": " + packet).isEqualTo(evaluation.verdict());
            }
        }
    }

    /** The lookup by address finds an endpoint of any pod that claims it; the kernel knows the interface. */
    private static boolean isClaimedOnce(IpAddress address, ClusterSnapshot snapshot) {
        return snapshot.pods().stream()
                        .filter(pod -> pod.addresses().contains(address))
                        .count()
                <= 1;
    }

    private static boolean hasAddresses(ClusterSnapshot snapshot) {
        return snapshot.pods().stream().anyMatch(pod -> !pod.declaredAddresses().isEmpty());
    }

    @Test
    void everyNodeWhoseEnforcementChangesIsNamedAndADeltaTakesItThere() {
        int[] onlyNames = new int[1];
        int[] spared = new int[1];
        forSeeds(SEQUENCES, seed -> {
            RandomCluster random = new RandomCluster(seed);
            RandomChanges changes = new RandomChanges(seed);
            ClusterSnapshot snapshot = random.snapshot();
            PolicyCompiler compiler = new PolicyCompiler();
            Compilation before = compiler.compile(snapshot);
            for (int change = 0; change < CHANGES; change++) {
                snapshot = changes.after(snapshot);
                Compilation after = compiler.compile(snapshot);
                for (NodeName node : List.of(NODES.get(0), NODES.get(1), NO_PODS)) {
                    String what = "seed " + seed + " change " + change + " " + node;
                    NodeProgram from = before.program(node);
                    NodeProgram to = after.program(node);
                    assertThat(ProgramDelta.between(from, to).applyTo(from))
                            .as(what)
                            .isEqualTo(to);
                    Concern concern = after.concerns().of(node);
                    if (concern != Concern.ENFORCEMENT) {
                        assertThat(Equivalence.decidesAsBefore(from, to))
                                .as(what)
                                .isTrue();
                        onlyNames[0] += concern == Concern.NAMES ? 1 : 0;
                    }
                    if (concern == Concern.NOTHING) {
                        assertThat(to.at(0)).as(what).isEqualTo(from.at(0));
                        spared[0]++;
                    }
                }
                before = after;
            }
        });
        assertThat(onlyNames[0]).as("nodes that only had names to learn").isPositive();
        assertThat(spared[0]).as("nodes that nothing concerned").isPositive();
    }

    @Test
    void tenThousandChangesLeaveNothingBehind() {
        long seed = System.nanoTime();
        RandomChanges changes = new RandomChanges(seed);
        ClusterSnapshot snapshot = new RandomCluster(seed).snapshot();
        PolicyCompiler compiler = new PolicyCompiler();
        for (int change = 0; change < LONG_TIME; change++) {
            compiler.compile(snapshot);
            snapshot = changes.after(snapshot);
        }
        PolicyCompiler fresh = new PolicyCompiler();
        compiler.compile(snapshot);
        fresh.compile(snapshot);

        assertThat(compiler.sizes()).as("seed " + seed).isEqualTo(fresh.sizes());
    }
}
