package dev.weir.local.e2e;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.weir.local.fabric.NetworkNamespace;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Breaks the connections of a process on a Unix socket, as a network does that fails: both processes live, and each learns that the other cannot be heard any
 * more. The kernel lends out the process's own descriptors for it.
 */
final class BrokenStreams {

    private static final long PIDFD_OPEN = 434;
    private static final long PIDFD_GETFD = 438;
    private static final int SHUT_RDWR = 2;
    private static final String CONNECTED = "03";

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SYSCALL = function(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle SHUTDOWN =
            function("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private BrokenStreams() {}

    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), type, options);
    }

    /**
     * Breaks those that were made from a network namespace.
     *
     * @return how many
     */
    static int breakAll(ProcessHandle process, Path socket, NetworkNamespace from) throws Throwable {
        Set<String> connections = connections(from, socket);
        long handle = (long) SYSCALL.invokeExact(PIDFD_OPEN, process.pid(), 0L, 0L);
        int broken = 0;
        for (Path descriptor : descriptors(process)) {
            if (connections.contains(target(descriptor))) {
                shutDown(handle, Long.parseLong(descriptor.getFileName().toString()));
                broken++;
            }
        }
        close((int) handle);
        return broken;
    }

    private static void shutDown(long process, long descriptor) throws Throwable {
        int own = (int) (long) SYSCALL.invokeExact(PIDFD_GETFD, process, descriptor, 0L);
        if (own < 0 || (int) SHUTDOWN.invokeExact(own, SHUT_RDWR) != 0) {
            throw new AssertionError("descriptor " + descriptor + " could not be shut down");
        }
        close(own);
    }

    private static void close(int descriptor) throws Throwable {
        if ((int) CLOSE.invokeExact(descriptor) != 0) {
            throw new AssertionError("descriptor " + descriptor + " could not be closed");
        }
    }

    /**
     * The accepted ends, which have the socket's path, as they are called in /proc/PID/fd. The kernel lists them in the network namespace of whoever
     * connected.
     */
    private static Set<String> connections(NetworkNamespace from, Path socket) {
        return from.call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/unix"))).stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields.length == 8 && fields[7].equals(socket.toString()))
                .filter(fields -> fields[5].equals(CONNECTED))
                .map(fields -> "socket:[" + fields[6] + "]")
                .collect(Collectors.toSet());
    }

    private static Iterable<Path> descriptors(ProcessHandle process) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return files.toList();
        }
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed meanwhile
        }
    }
}
