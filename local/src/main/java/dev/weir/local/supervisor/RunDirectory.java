package dev.weir.local.supervisor;

import dev.weir.local.fabric.NodeNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code /run/weir}: sockets, secrets, logs and state of a running local cluster. Readable for root alone; gone after {@code down}. */
public record RunDirectory(Path path) {

    public static final RunDirectory DEFAULT = new RunDirectory(Path.of("/run/weir"));

    private static final SecureRandom RANDOM = new SecureRandom();

    public Path kubeconfig() {
        return path.resolve("kubeconfig");
    }

    public Path adminPassword() {
        return path.resolve("admin-password");
    }

    public Path apiToken() {
        return path.resolve("api-token");
    }

    public Path serverSocket() {
        return path.resolve("server.sock");
    }

    public Path serverState() {
        return path.resolve("server");
    }

    Path nodes() {
        return path.resolve("nodes");
    }

    public Path node(String node) {
        return nodes().resolve(node);
    }

    /** Where the node's daemon awaits the kubelet. */
    Path endpointSocket(NodeNetwork node) {
        return node(node.name()).resolve("endpoint.sock");
    }

    public Path log(String part) {
        return path.resolve("log").resolve(part + ".log");
    }

    /** Names the supervisor when its cluster is up. */
    public Path ready() {
        return path.resolve("ready");
    }

    /** The supervisor's number; exists from the first moment on. */
    Path pid() {
        return path.resolve("local.pid");
    }

    /** What this cluster has mounted, a line each. */
    Path mounts() {
        return path.resolve("mounts");
    }

    void create() {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            for (String directory : List.of("nodes", "log", "server")) {
                Files.createDirectories(path.resolve(directory));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + path, e);
        }
    }

    /** A password and a token nobody has seen before. */
    void writeSecrets() {
        write(adminPassword(), random(8));
        write(apiToken(), "weir_" + random(24));
    }

    void writePid() {
        write(pid(), Long.toString(ProcessHandle.current().pid()));
    }

    String adminPasswordText() {
        return read(adminPassword()).orElse("");
    }

    void writeReady() {
        write(ready(), Long.toString(ProcessHandle.current().pid()));
    }

    Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.deleteIfExists(file);
            Files.createFile(file, owner);
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Copies the logs out of what is about to be deleted; they say why a cluster did not start. */
    void keepLogs(Path directory) {
        Path logs = path.resolve("log");
        if (!Files.isDirectory(logs)) {
            return;
        }
        try (var files = Files.list(logs)) {
            Files.createDirectories(directory);
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve("last-" + file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the logs in " + directory, e);
        }
    }

    void delete() {
        deleteTree(path);
    }

    /** Deepest first; also a directory of pinned BPF objects is emptied this way. */
    public static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (var tree = Files.walk(root)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + root, e);
        }
    }
}
