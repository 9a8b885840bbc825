package dev.weir.daemon.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link MortalDaemon} in the node's network namespace, and strace, which kills it before a system call of the thread that enforces. */
final class MortalProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;
    private final Path trace;
    private final long thread;
    private long revision;
    private @Nullable Process killer;

    MortalProcess(String namespace, Path pins, Path folder) throws IOException {
        trace = folder.resolve("trace");
        process = new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + namespace,
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "@daemon.options",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MortalDaemon.class.getName(),
                        pins.toString(),
                        folder.resolve("state").toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("daemon.log").toFile()))
                .start();
        answers = process.inputReader();
        commands = process.outputWriter();
        var words =
                answer().orElseThrow(() -> new IOException("it did not start")).split(" ");
        thread = Long.parseLong(words[1]);
        revision = Long.parseLong(words[4]);
    }

    private Optional<String> answer() throws IOException {
        return Optional.ofNullable(answers.readLine());
    }

    /** What it says it enforces. */
    long revision() {
        return revision;
    }

    /** Does what the command says; empty when it died of it. */
    OptionalLong obey(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        var answer = answer();
        answer.ifPresent(line -> revision = Long.parseLong(line.split(" ")[2]));
        return answer.isPresent() ? OptionalLong.of(revision) : OptionalLong.empty();
    }

    /** From now on the thread that enforces dies when it makes this system call for the {@code number}th time, before it is carried out. */
    void dieAt(String call, int number) throws IOException {
        var strace = new ProcessBuilder(List.of(
                        "strace",
                        "-qq",
                        "-p",
                        Long.toString(thread),
                        "-o",
                        trace.toString(),
                        "-e",
                        "trace=" + call,
                        "-e",
                        "inject=" + call + ":signal=SIGKILL:when=" + number))
                .redirectErrorStream(true)
                .redirectOutput(trace.resolveSibling("strace.log").toFile())
                .start();
        killer = strace;
        var status = Path.of("/proc/" + process.pid() + "/task/" + thread + "/status");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.readString(status).contains("TracerPid:\t" + strace.pid()));
    }

    /** It lives on, untraced. */
    void spare() throws InterruptedException {
        if (killer != null) {
            killer.destroy();
            killer.waitFor();
            killer = null;
        }
    }

    /** Fails unless it was killed where it should have been. */
    void awaitDeath() throws IOException, InterruptedException {
        process.waitFor();
        if (killer != null) {
            killer.waitFor();
        }
        assertThat(Files.readString(trace)).contains("+++ killed by SIGKILL +++");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        spare();
        commands.close();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end");
        }
    }
}
