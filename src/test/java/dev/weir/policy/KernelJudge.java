package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.grpc.ProgramBytes;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import dev.weir.program.NodeProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kernel: each node's program is applied by the daemon's reconciler to the real maps, and each packet runs through the real hooks, the
 * source's half at the source's node and the destination's at the destination's. The daemon is another project; its test class
 * {@code dev.weir.daemon.libbpf.KernelJudge} is started as a process and asked line by line. Needs root and what {@code ./weir build} and
 * {@code ./weir test bpf} build.
 */
final class KernelJudge implements Judge, AutoCloseable {
    private static final Path DAEMON = Path.of("node-daemon");
    private static final String MAIN = "dev.weir.daemon.libbpf.KernelJudge";
    private static final Path OBJECT = Path.of("bpf", "build", "weir.bpf.o");

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;
    /** The programs of all clusters come as changes of one another. */
    private NodeProgram inForce = NodeProgram.EMPTY;

    KernelJudge() throws IOException {
        List<Path> classPath = Stream.of("test-classes", "classes", "lib")
                .map(part -> DAEMON.resolve("target").resolve(part))
                .toList();
        Stream.concat(
                        classPath.stream(),
                        Stream.of(OBJECT, classPath.getFirst().resolve(MAIN.replace('.', '/') + ".class")))
                .filter(path -> !Files.exists(path))
                .findFirst()
                .ifPresent(path -> {
                    throw new IllegalStateException(
                            "the kernel cannot be asked without " + path + "; run ./weir test bpf");
                });
        Path bpffs = Files.createDirectories(DAEMON.resolve("target/bpffs"));
        process = new ProcessBuilder(command(bpffs.toAbsolutePath()))
                .directory(DAEMON.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** In namespaces of its own, so that nothing of it is seen by others or left behind. */
    private static List<String> command(Path bpffs) {
        return List.of(
                "unshare",
                "--mount",
                "--net",
                "sh",
                "-c",
                "mount -t bpf bpf \"$0\" && exec \"$@\" \"$0\"",
                bpffs.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                "target/test-classes:target/classes:target/lib/*",
                MAIN);
    }

    @Override
    public List<Answer> judge(ClusterSnapshot cluster, List<Packet> packets) {
        End[] egress = new End[packets.size()];
        End[] ingress = new End[packets.size()];
        for (Map.Entry<NodeName, NodeProgram> program :
                CompiledJudge.programs(cluster).entrySet()) {
            apply(program.getValue());
            AtNode node = new AtNode(cluster, program.getKey());
            for (int i = 0; i < packets.size(); i++) {
                node.ask(packets.get(i));
                egress[i] = node.egress == null ? egress[i] : node.egress;
                ingress[i] = node.ingress == null ? ingress[i] : node.ingress;
            }
        }
        List<Answer> result = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            result.add(Answer.ofEnds(egress[i], ingress[i]));
        }
        return result;
    }

    private void apply(NodeProgram program) {
        NodeProgram next = program.at(inForce.revision() + 1);
        byte[] update = ProgramBytes.change(inForce, next);
        String outcome = ask("program " + Base64.getEncoder().encodeToString(update));
        if (!outcome.equals("applied")) {
            throw new AssertionError("the daemon did not apply a program: " + outcome);
        }
        inForce = next;
    }

    private String ask(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException(
                        "the daemon's test program ended; its last words are on the error stream");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("the daemon's test program does not answer", e);
        }
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.onExit().join();
        answers.close();
    }

    /** What the programs at one node say of a packet. */
    private final class AtNode {
        private final ClusterSnapshot cluster;
        private final NodeName node;
        private @Nullable End egress;
        private @Nullable End ingress;

        AtNode(ClusterSnapshot cluster, NodeName node) {
            this.cluster = cluster;
            this.node = node;
        }

        void ask(Packet packet) {
            egress = null;
            ingress = null;
            Pod source = cluster.podAt(packet.source());
            Pod destination = cluster.podAt(packet.destination());
            boolean leavesHere = isHere(source);
            boolean arrivesHere = isHere(destination);
            if (source != null && leavesHere && source.equals(destination)) {
                // It leaves the pod only when a Service sends it back.
                expect(packet, run("to_pod_from_itself", packet), "passed");
                return;
            }
            if (arrivesHere && isAddressOfThisNode(packet.source())) {
                expect(packet, run("to_pod_from_node", packet), "passed");
                return;
            }
            ingress = arrivesHere ? arrival(packet, leavesHere) : null;
            egress = leavesHere ? departure(packet, ingress) : null;
        }

        private boolean isHere(@Nullable Pod pod) {
            return pod != null && pod.isEnforced() && node.equals(pod.node());
        }

        private boolean isAddressOfANode(IpAddress address) {
            return cluster.nodes().stream().anyMatch(one -> one.addresses().contains(address));
        }

        private boolean isAddressOfThisNode(IpAddress address) {
            Node here = cluster.node(node);
            return here != null && here.addresses().contains(address);
        }

        /** A packet that the kernel delivers is judged at to_pod; one that comes from another node is so already at the uplink. */
        private End arrival(Packet packet, boolean leavesHere) {
            List<String> routed = run("to_pod", packet);
            End end = end(packet, routed, Direction.INGRESS);
            expect(packet, routed, fate(end, "passed"), "ingress " + end);
            if (isAddressOfANode(packet.source())) {
                // The uplink leaves it to the kernel, which knows its own addresses, and so to the hook above.
                expect(packet, run("from_uplink", packet), "passed");
            } else if (!leavesHere) {
                expect(packet, run("from_uplink", packet), fate(end, "delivered"), "ingress " + end);
            }
            return end;
        }

        /** Alone, as if the destination were at another node; and together with the neighbour's half, when it is here. */
        private End departure(Packet packet, @Nullable End neighbour) {
            List<String> sent = run("from_pod_to_elsewhere", packet);
            End end = end(packet, sent, Direction.EGRESS);
            expect(packet, sent, fate(end, "passed"), "egress " + end);
            if (neighbour != null) {
                List<String> direct = run("from_pod", packet);
                if (end.verdict() == Verdict.DENIED) {
                    expect(packet, direct, "dropped", "egress " + end);
                } else if (neighbour.verdict() == Verdict.DENIED) {
                    // The connection did not come about, so nothing is counted of the sender.
                    expect(packet, direct, "dropped", "ingress " + neighbour);
                } else {
                    expect(packet, direct, "delivered", "egress " + end, "ingress " + neighbour);
                }
            }
            return end;
        }

        private String fate(End end, String allowed) {
            return end.verdict() == Verdict.ALLOWED ? allowed : "dropped";
        }

        private List<String> run(String hook, Packet packet) {
            return Arrays.asList(KernelJudge.this
                    .ask(String.join(
                            " ",
                            hook,
                            packet.protocol().toString(),
                            packet.source().toString(),
                            packet.destination().toString(),
                            Integer.toString(packet.destinationPort())))
                    .split("\t", -1));
        }

        private void expect(Packet packet, List<String> said, String... expected) {
            if (!said.equals(List.of(expected))) {
                throw new AssertionError("the kernel contradicts itself at " + node + " about " + packet + ": it said "
                        + said + ", not " + List.of(expected));
            }
        }

        private End end(Packet packet, List<String> said, Direction direction) {
            String prefix = direction == Direction.INGRESS ? "ingress " : "egress ";
            return said.stream()
                    .filter(word -> word.startsWith(prefix))
                    .map(word -> End.parse(word.substring(prefix.length())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "the kernel judged no " + direction + " of " + packet + " at " + node + ": " + said));
        }
    }
}
