package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NodeName;
import dev.weir.net.Direction;
import dev.weir.policy.CompiledLookup.Half;
import dev.weir.policy.Evaluation.Basis;
import dev.weir.program.NodeProgram;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The programs that the compiler makes, looked up as the maps are. */
final class CompiledJudge implements Judge {

    @Override
    public List<Answer> judge(ClusterSnapshot cluster, List<Packet> packets) {
        CompiledLookup lookup = new CompiledLookup(programs(cluster).values());
        PolicyEvaluator evaluator = new PolicyEvaluator(cluster);
        // What does not rest on policies is the datapath's own business and stands in no program.
        return packets.stream()
                .map(packet -> evaluator.evaluate(packet).basis() == Basis.POLICIES
                        ? Answer.ofEnds(
                                end(lookup.half(Direction.EGRESS, packet)), end(lookup.half(Direction.INGRESS, packet)))
                        : Answer.BEYOND_POLICIES)
                .toList();
    }

    private static @Nullable End end(@Nullable Half half) {
        return half == null ? null : End.of(half.verdict(), half.wouldDeny(), half.cookie());
    }

    /** Of every node that there is. */
    static Map<NodeName, NodeProgram> programs(ClusterSnapshot cluster) {
        Compilation compilation = new PolicyCompiler().compile(cluster);
        Map<NodeName, NodeProgram> programs = new TreeMap<>();
        cluster.nodes().forEach(node -> programs.put(node.name(), compilation.program(node.name())));
        return programs;
    }
}
