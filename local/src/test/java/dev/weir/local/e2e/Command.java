package dev.weir.local.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program run to its end: what it printed and how it ended. */
record Command(List<String> line, String output, int exit) {

    private static final int LONGEST_MINUTES = 15;

    static Command run(String... line) {
        return runWithInput("", line);
    }

    static Command runWithInput(String input, String... line) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + String.join(" ", line));
            }
            return new Command(List.of(line), output, process.exitValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + String.join(" ", line), e);
        }
    }

    boolean succeeded() {
        return exit == 0;
    }

    /** What it printed; an assertion error with the same if it failed. */
    String orFail() {
        if (!succeeded()) {
            throw new AssertionError(String.join(" ", line) + " ended with " + exit + ":\n" + output);
        }
        return output.strip();
    }
}
