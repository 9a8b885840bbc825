package dev.weir.daemon.libbpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import jnr.ffi.LibraryLoader;

/**
 * A node and two pods as network namespaces that have no route to anywhere else: the pods' veths end in the node, which is their
 * gateway. Sockets belong to the namespace of the thread that opened them, so a piece of a test runs "in" a namespace.
 */
final class TestNetwork implements AutoCloseable {
    static final String NODE = "datapath-test-node";
    static final String CLIENT = "datapath-test-client";
    static final String SERVER = "datapath-test-server";
    static final String CLIENT_ADDRESS = "10.99.0.2";
    static final String SERVER_ADDRESS = "10.99.0.3";

    private static final String GATEWAY = "169.254.1.1";
    private static final int CLONE_NEWNET = 0x4000_0000;

    /** Public because jnr implements it in a class loader of its own. */
    public interface NamespaceCalls {
        int open(String path, int flags);

        int setns(int fd, int kind);

        int close(int fd);
    }

    private static final NamespaceCalls CALLS =
            LibraryLoader.create(NamespaceCalls.class).load("c");

    TestNetwork() {
        close();
        List.of(NODE, CLIENT, SERVER).forEach(namespace -> {
            run("ip", "netns", "add", namespace);
            run("ip", "-n", namespace, "link", "set", "lo", "up");
        });
        joinToNode(CLIENT, "client", CLIENT_ADDRESS);
        joinToNode(SERVER, "server", SERVER_ADDRESS);
    }

    private static void joinToNode(String namespace, String link, String address) {
        run("ip", "-n", NODE, "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        run("ip", "-n", NODE, "addr", "add", GATEWAY + "/32", "dev", link);
        run("ip", "-n", NODE, "link", "set", link, "up");
        run("ip", "-n", NODE, "route", "add", address + "/32", "dev", link);
        run("ip", "-n", namespace, "link", "set", "eth0", "up");
        run("ip", "-n", namespace, "addr", "add", address + "/32", "dev", "eth0");
        run("ip", "-n", namespace, "route", "add", GATEWAY, "dev", "eth0", "scope", "link");
        run("ip", "-n", namespace, "route", "add", "default", "via", GATEWAY, "dev", "eth0");
    }

    /** Whether the node's kernel routes between its pods. Off, only what the datapath delivers itself arrives. */
    void forward(boolean enabled) {
        run("ip", "netns", "exec", NODE, "sysctl", "-qw", "net.ipv4.ip_forward=" + (enabled ? 1 : 0));
    }

    /** The node's end of a pod's veth: {@code client} or {@code server}. */
    int ifindex(String link) {
        return Integer.parseInt(
                run("ip", "-n", NODE, "-o", "link", "show", link).split(":")[0]);
    }

    /** Runs a piece of the test in a thread that has entered the namespace. */
    static <T> CompletableFuture<T> in(String namespace, Callable<T> task) {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                enter(namespace);
                result.complete(task.call());
            } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** As {@link #in}, and waits for the end. */
    static <T> T within(String namespace, Callable<T> task) throws Exception {
        try {
            return in(namespace, task).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void enter(String namespace) {
        var fd = CALLS.open("/run/netns/" + namespace, 0);
        if (fd < 0 || CALLS.setns(fd, CLONE_NEWNET) != 0) {
            throw new AssertionError("cannot enter " + namespace);
        }
        CALLS.close(fd);
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        var existing = run("ip", "netns", "list");
        List.of(CLIENT, SERVER, NODE).stream()
                .filter(existing::contains)
                .forEach(namespace -> run("ip", "netns", "delete", namespace));
    }
}
