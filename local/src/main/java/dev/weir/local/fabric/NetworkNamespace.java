package dev.weir.local.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * A named network namespace, as {@code ip netns} shows it. A socket stays in the namespace in which it was opened, so one process can hold the sockets
 * of all pods: only their opening happens here, on a platform thread that enters the namespace and leaves it again.
 */
public record NetworkNamespace(String name) {

    private static final Path DIRECTORY = Path.of("/run/netns");
    private static final String OWN = "/proc/thread-self/ns/net";

    /** Few: opening a socket takes microseconds. Platform threads, because setns(2) concerns the kernel's thread. */
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(4, threads());

    public NetworkNamespace {
        if (!name.matches("weir[-.][a-zA-Z0-9.-]+")) {
            throw new IllegalArgumentException("not a namespace of the local cluster: " + name);
        }
    }

    public Path path() {
        return DIRECTORY.resolve(name);
    }

    public boolean exists() {
        return Files.exists(path());
    }

    public void create() {
        Ip.run("netns", "add", name);
    }

    public void delete() {
        Ip.run("netns", "delete", name);
    }

    /** Runs {@code lines} of {@code ip} inside. */
    public void ip(String... lines) {
        Ip.batchIn(name, lines);
    }

    /** Writes a setting below /proc/sys/net, which the kernel shows to each thread as that of its own namespace. */
    public void sysctl(String key, String value) {
        call(() -> Files.writeString(Path.of("/proc/sys/net", key.split("\\.")), value));
    }

    /** Answers what {@code task} answers inside the namespace. */
    public <T> T call(Callable<T> task) {
        try {
            return THREADS.submit(() -> inside(task)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FabricException("interrupted in " + name, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FabricException fabric ? fabric : failed(e);
        }
    }

    private FabricException failed(ExecutionException failure) {
        return new FabricException("in network namespace " + name + ": " + failure.getCause(), failure);
    }

    private <T> T inside(Callable<T> task) throws Exception {
        int own = Libc.open(OWN);
        try {
            int other = Libc.open(path().toString());
            try {
                Libc.enterNetwork(other, name);
            } finally {
                Libc.close(other);
            }
            return task.call();
        } finally {
            // Back at once: a thread that stays would keep a deleted namespace alive.
            Libc.enterNetwork(own, "the machine's namespace");
            Libc.close(own);
        }
    }

    private static ThreadFactory threads() {
        return Thread.ofPlatform().daemon().name("namespace-", 0).factory();
    }

    /** All namespaces of the local cluster that exist, whoever made them. */
    public static List<NetworkNamespace> existing() throws IOException {
        if (!Files.isDirectory(DIRECTORY)) {
            return List.of();
        }
        try (var files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(NetworkNamespace::belongsToTheLocalCluster)
                    .sorted()
                    .map(NetworkNamespace::new)
                    .toList();
        }
    }

    /** Removes the names, in one process however many they are. */
    public static void deleteAll(List<NetworkNamespace> namespaces) {
        if (!namespaces.isEmpty()) {
            Ip.batch(namespaces.stream()
                    .map(namespace -> "netns delete " + namespace.name())
                    .toList());
        }
    }

    static boolean belongsToTheLocalCluster(String name) {
        return name.equals("weir-fabric")
                || name.equals("weir-internet")
                || name.matches("weir-node-[0-9]+")
                || name.matches("weir\\.[a-z0-9-]+\\.[a-z0-9.-]+");
    }
}
