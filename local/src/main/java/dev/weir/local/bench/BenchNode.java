package dev.weir.local.bench;

import dev.weir.proto.v1.AttachRequest;
import dev.weir.proto.v1.EndpointServiceGrpc;
import dev.weir.proto.v1.EndpointServiceGrpc.EndpointServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The bench's node: a namespace, its pods, and a real daemon for those that are enforced. Closing it leaves nothing behind. */
final class BenchNode implements AutoCloseable {

    static final String NAME = "bench";
    /** What is waited for is not measured, and others may keep the machine busy. */
    private static final long PATIENCE_SECONDS = 120;

    private final Installation installation;
    private final Path directory;
    private final List<Pair> pairs;
    private final Process daemon;

    /** A daemon with room for programs that are larger than any cluster's. */
    BenchNode(Installation installation, Path directory, Path server, List<Pair> pairs) throws IOException {
        this(installation, directory, server, pairs, List.of("-Xmx2g", "-XX:+UseSerialGC"));
    }

    /** A daemon as in production. */
    static BenchNode asInProduction(Installation installation, Path directory, Path server, List<Pair> pairs)
            throws IOException {
        return new BenchNode(installation, directory, server, pairs, List.of("@" + installation.daemonOptions()));
    }

    private BenchNode(Installation installation, Path directory, Path server, List<Pair> pairs, List<String> flags)
            throws IOException {
        this.installation = installation;
        this.directory = directory;
        this.pairs = pairs;
        Shell.run(List.of("ip", "netns", "add", Pair.NODE));
        Shell.run(Shell.inNamespace(
                Pair.NODE,
                "sh",
                "-c",
                "ip link set lo up; echo 1 > /proc/sys/net/ipv4/ip_forward; ip route add blackhole default"));
        pairs.forEach(pair -> pair.pods().forEach(Pair.Pod::create));
        daemon = start(server, flags);
    }

    private Process start(Path server, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(Shell.inNamespace(Pair.NODE, installation.java()));
        command.addAll(flags);
        command.addAll(List.of("-jar", installation.daemon().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("daemon.log").toFile());
        builder.environment().put("WEIR_NODE_NAME", NAME);
        builder.environment().put("WEIR_SERVER", "unix:" + server);
        builder.environment().put("WEIR_STATE_DIR", directory.resolve("state").toString());
        builder.environment().put("WEIR_RUN_DIR", directory.toString());
        builder.environment().put("WEIR_LOG_DIR", directory.resolve("log").toString());
        builder.environment().put("WEIR_BPF_OBJECT", installation.bpfObject().toString());
        // The limit of record lines would keep the daemon from doing the work that recording costs.
        builder.environment().put("WEIR_RECORD_RATE", "unlimited");
        return builder.start();
    }

    /** Attaches the datapath to the pods of {@code pair}, closed until a program admits something. */
    void attach(Pair pair) throws IOException {
        Path socket = directory.resolve("endpoint.sock");
        awaitSocket(socket);
        var threads = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(threads)
                .usePlaintext()
                .build();
        try {
            EndpointServiceBlockingStub endpoints = EndpointServiceGrpc.newBlockingStub(channel);
            for (Pair.Pod pod : pair.pods()) {
                endpoints.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS).attach(request(pod));
            }
        } finally {
            channel.shutdownNow();
            threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static AttachRequest request(Pair.Pod pod) {
        return AttachRequest.newBuilder()
                .setPod(ManyPolicies.reference(pod))
                .setUid(pod.hostInterface())
                .setInterface(pod.hostInterface())
                .addAddresses(com.google.protobuf.ByteString.copyFrom(pod.addressBytes()))
                .build();
    }

    /** CPU time that the daemon has used so far. */
    Duration daemonCpu() {
        return daemon.info().totalCpuDuration().orElseThrow(() -> new BenchException("the daemon has ended"));
    }

    /** The daemon runs on the other CPUs from now on: on one with a task of real-time priority it would not run at all. */
    void keepDaemonOff(String cpu) {
        long others = (1L << Runtime.getRuntime().availableProcessors()) - 1 & ~(1L << Integer.parseInt(cpu));
        Shell.run(List.of("taskset", "-a", "-p", Long.toHexString(others), String.valueOf(daemon.pid())));
    }

    private void awaitSocket(Path socket) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(socket)) {
            if (!daemon.isAlive() || System.nanoTime() > deadline) {
                throw new BenchException(
                        "the daemon did not start:\n" + Files.readString(directory.resolve("daemon.log")));
            }
            DatapathBench.rest(Duration.ofMillis(10));
        }
    }

    @Override
    public void close() {
        end(daemon);
        Process clean = null;
        try {
            ProcessBuilder builder = new ProcessBuilder(Shell.inNamespace(
                    Pair.NODE,
                    installation.java(),
                    "-jar",
                    installation.daemon().toString(),
                    "--clean"));
            builder.environment().put("WEIR_NODE_NAME", NAME);
            builder.environment()
                    .put("WEIR_BPF_OBJECT", installation.bpfObject().toString());
            clean = builder.redirectErrorStream(true)
                    .redirectOutput(directory.resolve("clean.log").toFile())
                    .start();
            clean.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new BenchException("the daemon's pins could not be removed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pairs.forEach(pair -> pair.pods().forEach(pod -> delete(pod.namespace())));
            delete(Pair.NODE);
        }
    }

    private static void delete(String namespace) {
        if (Files.exists(Path.of("/run/netns", namespace))) {
            Shell.run(List.of("ip", "netns", "delete", namespace));
        }
    }

    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
