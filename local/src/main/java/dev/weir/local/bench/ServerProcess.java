package dev.weir.local.bench;

import dev.weir.local.supervisor.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server, as the local cluster starts it but for its size, in a process of its own. */
public final class ServerProcess implements AutoCloseable {
    private static final long CLOCK_TICKS_A_SECOND = 100;
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

    private final Process process;
    private final Path socket;
    private final Path log;

    private ServerProcess(Process process, Path socket, Path log) {
        this.process = process;
        this.socket = socket;
        this.log = log;
    }

    /**
     * @param size options of its JVM
     * @param directory where its files are
     * @param more options that the benchmark adds
     */
    public static ServerProcess start(
            Installation installation, List<String> size, Path directory, Path kubeconfig, List<String> more)
            throws IOException {
        Path socket = directory.resolve("server.sock");
        Path log = directory.resolve("server.log");
        List<String> command = new ArrayList<>(installation.server(size));
        command.addAll(List.of(
                "--weir.kubernetes.kubeconfig=" + kubeconfig,
                "--weir.nodes.address=unix:" + socket,
                "--weir.security.tokens-file=" + directory.resolve("tokens"),
                "--weir.security.people-file=",
                "--weir.security.sign-in-key-file=",
                "--logging.level.dev.weir.grpc=warn"));
        command.addAll(more);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Installation.SERVER_ENVIRONMENT);
        return new ServerProcess(builder.start(), socket, log);
    }

    public Path socket() {
        return socket;
    }

    /** The server listens for daemons when it knows the cluster. */
    public void awaitSocket(long limitSeconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        while (!Files.exists(socket)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new BenchException("the server does not listen for daemons; its log is " + log);
            }
            Thread.sleep(5);
        }
    }

    /** Seconds of both user and system time so far. */
    public double cpuSeconds() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) CLOCK_TICKS_A_SECOND;
    }

    public double rssMiB() {
        return statusKiB("VmRSS") / 1024.0;
    }

    public double peakRssMiB() {
        return statusKiB("VmHWM") / 1024.0;
    }

    public void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc/" + process.pid() + "/clear_refs"), "5");
        } catch (IOException refused) {
            throw new BenchException("the peak of the server's memory cannot be reset: " + refused.getMessage());
        }
    }

    /** After a full collection. */
    public double liveHeapMiB() {
        jcmd("GC.run");
        Matcher used = HEAP_USED.matcher(jcmd("GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
            if (used.hitEnd()) {
                break;
            }
        }
        return sum / 1024.0;
    }

    private String jcmd(String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(process.pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(jcmd.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            jcmd.waitFor();
            return output.lines()
                    .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                    .collect(java.util.stream.Collectors.joining("\n"));
        } catch (IOException failed) {
            throw new BenchException("jcmd cannot be run: " + failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        }
    }

    private long statusKiB(String field) {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new BenchException("/proc says no " + field));
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/" + file));
        } catch (IOException gone) {
            throw new BenchException("the server has ended; its log is " + log);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
