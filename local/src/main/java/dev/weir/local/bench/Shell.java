package dev.weir.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Programs of the machine, run inside a network namespace. */
final class Shell {

    private Shell() {}

    static List<String> inNamespace(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace, "--"));
        all.addAll(List.of(command));
        return all;
    }

    /** Runs a command to its end and answers what it printed. */
    static String run(List<String> command) {
        return run(command, "");
    }

    /** Gives {@code input} to a command, runs it to its end and answers what it printed. */
    static String run(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new BenchException(String.join(" ", command) + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted: " + String.join(" ", command));
        }
    }
}
