package dev.weir.local.supervisor;

import dev.weir.local.fabric.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of the local cluster. Each carries {@value #MARK} in its environment, with the name of its part; nobody else's process does, whatever number it
 * got. Processes that a user runs inside a namespace are recognised by that namespace.
 */
final class Processes {

    static final String MARK = "WEIR_LOCAL_PART";
    static final String SUPERVISOR = "supervisor";

    private static final Logger LOG = LoggerFactory.getLogger(Processes.class);
    private static final Path PROC = Path.of("/proc");

    /** A process and the part it is, as its mark says. */
    record Part(ProcessHandle process, String name) {}

    private Processes() {}

    /** All parts but this process. */
    static List<Part> parts() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .flatMap(process -> mark(process).map(name -> new Part(process, name)).stream())
                .toList();
    }

    static Optional<Part> part(String name) {
        return parts().stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** Processes whose network namespace is one of the local cluster's. */
    static List<ProcessHandle> insideNamespaces() throws IOException {
        Set<String> namespaces = new HashSet<>();
        for (NetworkNamespace namespace : NetworkNamespace.existing()) {
            identity(namespace.path()).ifPresent(namespaces::add);
        }
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> namespaces.contains(namespaceOf(process)))
                .toList();
    }

    /** As a process's link names a namespace; empty when it was removed meanwhile, as agents that are just ending do. */
    static Optional<String> identity(Path namespace) throws IOException {
        try {
            return Optional.of("net:[" + Files.getAttribute(namespace, "unix:ino") + "]");
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** Asks all to end, and makes those end that have not within {@code seconds}. */
    static void end(List<ProcessHandle> processes, int seconds) {
        List<ProcessHandle> left = new ArrayList<>(processes);
        left.forEach(ProcessHandle::destroy);
        left.removeIf(process -> ended(process, seconds));
        left.forEach(ProcessHandle::destroyForcibly);
        left.removeIf(process -> ended(process, seconds));
        left.forEach(process -> LOG.warn("process {} does not end", process.pid()));
    }

    private static boolean ended(ProcessHandle process, int seconds) {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> mark(ProcessHandle process) {
        try {
            Path environment = PROC.resolve(Long.toString(process.pid())).resolve("environ");
            return markIn(new String(Files.readAllBytes(environment), StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.trace("process {} has ended, or is not ours to see: {}", process.pid(), e.toString());
            return Optional.empty();
        }
    }

    static Optional<String> markIn(String environment) {
        for (String variable : environment.split("\0")) {
            if (variable.startsWith(MARK + "=")) {
                return Optional.of(variable.substring(MARK.length() + 1));
            }
        }
        return Optional.empty();
    }

    private static String namespaceOf(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(PROC.resolve(process.pid() + "/ns/net"))
                    .toString();
        } catch (IOException e) {
            LOG.trace("process {} has ended: {}", process.pid(), e.toString());
            return "";
        }
    }
}
