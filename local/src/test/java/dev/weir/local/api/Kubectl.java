package dev.weir.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real kubectl, with a home directory of its own so that its caches do not outlive the test. */
final class Kubectl {

    private final Path kubeconfig;
    private final Path home;

    Kubectl(Path kubeconfig, Path home) {
        this.kubeconfig = kubeconfig;
        this.home = home;
    }

    /** Whether this machine has kubectl. */
    static boolean isInstalled() {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
    }

    /** What a command printed and how it ended. */
    record Outcome(int code, String output, String errors) {

        Outcome succeeds() {
            assertThat(code).as("exit code; output: %s%s", output, errors).isZero();
            return this;
        }

        Outcome fails() {
            assertThat(code).as("exit code; output: %s", output).isNotZero();
            return this;
        }

        Outcome prints(String... parts) {
            assertThat(output).as("exit code %d; errors: %s", code, errors).contains(parts);
            return this;
        }

        Outcome complains(String... parts) {
            assertThat(errors).contains(parts);
            return this;
        }
    }

    /** Runs a command; words are separated by single blanks, a quoted word may contain some. */
    Outcome run(String command) {
        return run(command, "");
    }

    /** Runs a command with a standard input. */
    Outcome run(String command, String input) {
        Running running = begin(command);
        try {
            try (OutputStream in = running.process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            boolean ended = running.process.waitFor(60, TimeUnit.SECONDS);
            assertThat(ended).as("kubectl %s ended", command).isTrue();
            return new Outcome(
                    running.process.exitValue(), Files.readString(running.output), Files.readString(running.errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            running.stop();
        }
    }

    /** Starts a command that goes on, a watch for instance. */
    Running start(String command) {
        return begin(command);
    }

    /** A command under way. Its output goes to files, so that nobody has to read while it runs. */
    record Running(Process process, Path output, Path errors) {

        List<String> lines() {
            try {
                return Files.readAllLines(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void stop() {
            process.destroyForcibly();
        }
    }

    private Running begin(String command) {
        List<String> words = new ArrayList<>(List.of("kubectl"));
        words.addAll(words(command));
        try {
            Path output = Files.createTempFile(home, "output", "");
            Path errors = Files.createTempFile(home, "errors", "");
            ProcessBuilder builder = new ProcessBuilder(words);
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            builder.environment().put("HOME", home.toString());
            builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
            return new Running(builder.start(), output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        String[] parts = command.split("'", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i % 2 == 1) {
                words.add(parts[i]);
            } else {
                Arrays.stream(parts[i].trim().split(" "))
                        .filter(word -> !word.isEmpty())
                        .forEach(words::add);
            }
        }
        return words;
    }
}
