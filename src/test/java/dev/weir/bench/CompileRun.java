package dev.weir.bench;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NodeName;
import dev.weir.grpc.ProgramBytes;
import dev.weir.net.IpPrefix;
import dev.weir.policy.Compilation;
import dev.weir.policy.PolicyCompiler;
import dev.weir.program.IdentityEntry;
import dev.weir.program.NodeProgram;
import dev.weir.program.SubjectProgram;
import dev.weir.program.SubjectSide;
import dev.weir.table.Table;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures one generator in this JVM. */
final class CompileRun {
    private static final double SECOND = 1e9;
    private static final double MEGABYTE = 1e6;
    private static final int WARM_RUNS = 8;
    private static final List<String> HOLDS = List.of(
            "hold 3 s; Antrea 5.84 to 6.42 s",
            "Antrea's limit 10 s",
            "hold 1 s; Antrea 10.66 s",
            "hold 1 s; Antrea's limit 300 s",
            "Antrea's limit 300 s");

    private final int generator;
    private final Workload workload;
    private final List<NodeName> nodes = IntStream.range(0, Workload.NODES)
            .mapToObj(node -> new NodeName("node-" + node))
            .toList();
    private final CompileFigures figures = new CompileFigures();

    CompileRun(int generator, long seed) {
        this.generator = generator;
        workload = Workload.of(generator, seed);
    }

    CompileFigures measure() {
        ClusterState cluster = new ClusterState();
        PolicyCompiler compiler = new PolicyCompiler();
        Compilation compilation = fromInformersToPrograms(cluster, compiler);
        sizes(compilation);
        wire(compilation);
        ChangeRun changes = new ChangeRun(workload, cluster, compiler, compilation, figures);
        changes.measure();
        warm();
        return figures;
    }

    private Compilation fromInformersToPrograms(ClusterState cluster, PolicyCompiler compiler) {
        double objects = Jvm.live();
        Jvm.forgetPeak();
        double allocated = Jvm.allocated();
        double cpu = Jvm.cpu();
        long start = System.nanoTime();
        ClusterSnapshot snapshot = cluster.update(workload.everything());
        long indexed = System.nanoTime();
        Compilation compilation = compiler.compile(snapshot);
        List<NodeProgram> programs = nodes.stream().map(compilation::program).toList();
        long end = System.nanoTime();
        double cpuNow = Jvm.cpu();
        double allocatedNow = Jvm.allocated();
        double peak = Jvm.peak();
        figures.add("programs of all nodes, cold", (end - start) / SECOND, "s", HOLDS.get(generator - 1));
        figures.add("of it the snapshot", (indexed - start) / SECOND, "s");
        figures.add("CPU, with the JVM's compilers and collector", cpuNow - cpu, "s");
        figures.add("allocated", allocatedNow - allocated, "MB");
        figures.add("heap at its peak", peak, "MB");
        figures.add("live heap", Jvm.live(), "MB", generator == 1 ? "hold 1,000 MB; Antrea 1,522 to 1,708 MB" : "");
        figures.add("of it the cluster's objects", objects, "MB");
        figures.add("endpoints", sum(programs, program -> program.endpoints().size()), "");
        return compilation;
    }

    private interface Size {
        long of(NodeProgram program);
    }

    private static double sum(List<NodeProgram> programs, Size size) {
        return programs.stream().mapToLong(size::of).sum();
    }

    /** Sums, not products: every subject once, however many pods it stands for. */
    private void sizes(Compilation compilation) {
        List<SubjectProgram> subjects = nodes.stream()
                .flatMap(node -> compilation.program(node).subjects().values().stream())
                .distinct()
                .toList();
        List<SubjectSide> sides = subjects.stream()
                .flatMap(subject -> Stream.of(subject.ingress(), subject.egress()))
                .toList();
        figures.add(
                "addresses and ranges",
                compilation.program(nodes.getFirst()).identities().size(),
                "");
        figures.add("subjects", subjects.size(), "");
        figures.add(
                "peer class entries",
                sides.stream().mapToInt(side -> side.peerClasses().size()).sum(),
                "");
        figures.add(
                "port class entries",
                sides.stream().mapToInt(side -> side.portClasses().size()).sum(),
                "");
        figures.add(
                "verdicts",
                sides.stream().mapToInt(side -> side.verdicts().size()).sum(),
                "");
    }

    /** The table of identities is the same for every node: it is encoded once, but sent to each. */
    private void wire(Compilation compilation) {
        Table<IpPrefix, IdentityEntry> identities =
                compilation.program(nodes.getFirst()).identities();
        double shared = bytes(with(NodeProgram.EMPTY.at(1), identities));
        double own =
                sum(nodes.stream().map(compilation::program).toList(), program -> bytes(with(program, Table.empty())));
        figures.add("identities, encoded once", shared / MEGABYTE, "MB");
        figures.add("the rest of all programs", own / MEGABYTE, "MB");
        figures.add("sent in all when every node starts", (shared * nodes.size() + own) / MEGABYTE, "MB");
    }

    private static NodeProgram with(NodeProgram program, Table<IpPrefix, IdentityEntry> identities) {
        return new NodeProgram(
                program.revision(),
                program.endpoints(),
                program.subjects(),
                identities,
                program.cookies(),
                program.logging());
    }

    private static long bytes(NodeProgram program) {
        return ProgramBytes.change(NodeProgram.EMPTY, program).length;
    }

    /** The same once more in a JVM that has seen it: the best of some runs. */
    private void warm() {
        double best = Double.MAX_VALUE;
        for (int run = 0; run < WARM_RUNS; run++) {
            long start = System.nanoTime();
            Compilation compilation = new PolicyCompiler().compile(new ClusterState().update(workload.everything()));
            long end = System.nanoTime();
            if (compilation.revision() != 1) {
                throw new IllegalStateException("a new cluster begins with revision 1");
            }
            best = Math.min(best, (end - start) / SECOND);
        }
        figures.add("programs of all nodes, warm", best, "s");
    }
}
