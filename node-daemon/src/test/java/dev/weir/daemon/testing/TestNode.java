package dev.weir.daemon.testing;

import dev.weir.proto.v1.AttachRequest;
import dev.weir.proto.v1.AwaitProgrammedRequest;
import dev.weir.proto.v1.EndpointServiceGrpc;
import dev.weir.proto.v1.EndpointServiceGrpc.EndpointServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node as a network namespace, with pods as namespaces behind veths, and the daemon as a process in it. Nothing of it has a
 * route to the machine's own network.
 */
public final class TestNode implements AutoCloseable {
    private static final String GATEWAY = "169.254.1.1";

    private final String name = "daemontest" + ProcessHandle.current().pid();
    private final Path folder;
    private final Deque<String> namespaces = new ArrayDeque<>();
    private final List<Process> processes = new ArrayList<>();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ManagedChannel channel;
    private @Nullable Process daemon;

    /** @param folder for state, sockets and logs */
    public TestNode(Path folder) throws IOException {
        this.folder = folder;
        addNamespace(name);
        inNamespace(name, "sysctl", "-qw", "net.ipv4.ip_forward=1");
        channel = NettyChannelBuilder.forAddress(
                        new DomainSocketAddress(endpointSocket().toFile()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .overrideAuthority("daemon")
                .usePlaintext()
                .build();
    }

    /** The node's own network namespace. */
    public String name() {
        return name;
    }

    public Path serverSocket() {
        return folder.resolve("server.sock");
    }

    private Path endpointSocket() {
        return folder.resolve("run/endpoint.sock");
    }

    public Path recordFile() {
        return folder.resolve("log/policy_action.log");
    }

    public Path daemonLog() {
        return folder.resolve("daemon.log");
    }

    /** A pod whose veth is ready, but whose link on the pod's side is down until {@link #linkUp}. */
    public void addPod(String pod, String address) throws IOException {
        var namespace = namespace(pod);
        addNamespace(namespace);
        run("ip", "link", "add", pod, "netns", name, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        inNamespace(name, "ip", "addr", "add", GATEWAY + "/32", "dev", pod);
        inNamespace(name, "ip", "link", "set", pod, "up");
        inNamespace(name, "ip", "route", "add", address + "/32", "dev", pod);
        inNamespace(namespace, "ip", "addr", "add", address + "/32", "dev", "eth0");
        inNamespace(namespace, "ip", "link", "set", "eth0", "up");
        inNamespace(namespace, "ip", "route", "add", GATEWAY, "dev", "eth0");
        inNamespace(namespace, "ip", "route", "add", "default", "via", GATEWAY);
    }

    public void removePod(String pod) throws IOException {
        namespaces.remove(namespace(pod));
        run("ip", "netns", "del", namespace(pod));
    }

    /** The network namespace of a pod. */
    public String namespace(String pod) {
        return name + "." + pod;
    }

    private void addNamespace(String namespace) throws IOException {
        run("ip", "netns", "add", namespace);
        namespaces.push(namespace);
        inNamespace(namespace, "ip", "link", "set", "lo", "up");
    }

    /** The pod accepts TCP connections on the port. */
    public void listen(String pod, int port) throws IOException {
        processes.add(start(
                folder.resolve("listener.log"),
                Map.of(),
                "nsenter",
                "--net=/run/netns/" + namespace(pod),
                "iperf3",
                "-s",
                "-p",
                "" + port));
    }

    /** Whether a TCP connection comes about within half a second. */
    public boolean connects(String pod, String address, int port) throws IOException {
        var attempt = start(
                folder.resolve("client.log"),
                Map.of(),
                "nsenter",
                "--net=/run/netns/" + namespace(pod),
                "timeout",
                "0.5",
                "bash",
                "-c",
                "exec 3<>/dev/tcp/" + address + "/" + port);
        return exitCode(attempt) == 0;
    }

    /** As {@link #connects}, from an address that is not the pod's. */
    public boolean connectsAs(String foreign, String pod, String address, int port) throws IOException {
        var namespace = namespace(pod);
        inNamespace(namespace, "ip", "addr", "add", foreign + "/32", "dev", "eth0");
        inNamespace(namespace, "ip", "route", "replace", "default", "via", GATEWAY, "src", foreign);
        var connected = connects(pod, address, port);
        inNamespace(namespace, "ip", "route", "replace", "default", "via", GATEWAY);
        inNamespace(namespace, "ip", "addr", "del", foreign + "/32", "dev", "eth0");
        return connected;
    }

    /** Opens and closes so many TCP connections, one after another. */
    public void connectRepeatedly(String pod, String address, int port, int times) throws IOException {
        inNamespace(
                namespace(pod),
                "bash",
                "-c",
                "for i in {1.." + times + "}; do exec 3<>/dev/tcp/" + address + "/" + port + "; exec 3>&-; done");
    }

    /**
     * One TCP connection that sends so many bytes at a steady pace, some seconds long, to a pod that listens.
     *
     * @return what iperf3 tells in the end
     */
    public CompletableFuture<Transfer> transfer(String pod, String address, int port, String bytes) throws IOException {
        var output = Files.createTempFile(folder, "transfer", ".json");
        var sender = start(
                output,
                Map.of(),
                "nsenter",
                "--net=/run/netns/" + namespace(pod),
                "iperf3",
                "--json",
                "-c",
                address,
                "-p",
                "" + port,
                "-b",
                "64M",
                "-n",
                bytes);
        processes.add(sender);
        return sender.onExit().thenApply(ended -> Transfer.read(output));
    }

    /**
     * @param sent and received in bytes
     * @param retransmissions segments that did not arrive at once
     */
    public record Transfer(long sent, long received, long retransmissions) {
        static Transfer read(Path output) {
            var end = JsonMapper.shared().readTree(output.toFile()).get("end");
            return new Transfer(
                    end.get("sum_sent").get("bytes").asLong(),
                    end.get("sum_received").get("bytes").asLong(),
                    end.get("sum_sent").get("retransmits").asLong());
        }
    }

    public void startDaemon() throws IOException {
        daemon = daemonProcess();
    }

    private Process daemonProcess(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                "nsenter",
                "--net=/run/netns/" + name,
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "@daemon.options",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weir.daemon.NodeDaemon"));
        command.addAll(List.of(arguments));
        return start(daemonLog(), environment(), command.toArray(String[]::new));
    }

    private Map<String, String> environment() {
        return Map.of(
                "WEIR_NODE_NAME", name,
                "WEIR_SERVER", "unix:" + serverSocket(),
                "WEIR_STATE_DIR", folder.resolve("state").toString(),
                "WEIR_RUN_DIR", folder.resolve("run").toString(),
                "WEIR_LOG_DIR", folder.resolve("log").toString(),
                "WEIR_BPF_OBJECT",
                        Path.of("../bpf/build/weir.bpf.o").toAbsolutePath().toString(),
                "WEIR_DENY_AGGREGATION", "200ms");
    }

    /** As a crash: no shutdown hook runs. */
    public void killDaemon() {
        var running = daemon;
        if (running != null) {
            running.destroyForcibly();
            exitCode(running);
            daemon = null;
        }
    }

    /** As SIGTERM. */
    public void stopDaemon() {
        var running = daemon;
        if (running != null) {
            running.destroy();
            exitCode(running);
            daemon = null;
        }
    }

    public EndpointServiceBlockingStub endpoints() {
        return EndpointServiceGrpc.newBlockingStub(channel).withWaitForReady().withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    public void attach(String pod) {
        endpoints()
                .attach(AttachRequest.newBuilder()
                        .setPod(Updates.pod(pod))
                        .setUid("uid-" + pod)
                        .setInterface(pod)
                        .build());
    }

    public long awaitProgrammed(String pod) {
        return endpoints()
                .awaitProgrammed(AwaitProgrammedRequest.newBuilder()
                        .setPod(Updates.pod(pod))
                        .setUid("uid-" + pod)
                        .build())
                .getRevision();
    }

    public long daemonRssMiB() throws IOException {
        var running = daemon;
        var pid = running == null ? 0 : running.pid();
        return Long.parseLong(
                        Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ")[1])
                / 256;
    }

    private void inNamespace(String namespace, String... command) throws IOException {
        var whole = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
        whole.addAll(List.of(command));
        run(whole.toArray(String[]::new));
    }

    private void run(String... command) throws IOException {
        var log = folder.resolve("commands.log");
        if (exitCode(start(log, Map.of(), command)) != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + Files.readString(log));
        }
    }

    private static Process start(Path log, Map<String, String> environment, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static int exitCode(Process process) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("a process did not end within a minute: " + process.info());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stopDaemon();
        processes.forEach(Process::destroyForcibly);
        exitCode(daemonProcess("--clean"));
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        for (var namespace : namespaces) {
            run("ip", "netns", "del", namespace);
        }
    }
}
