package dev.weir.local.fabric;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The {@code ip} program. Many changes go through one process: {@code ip -batch}. */
final class Ip {

    private Ip() {}

    static void run(String... arguments) {
        execute(Arrays.asList(arguments), "");
    }

    /** Runs the lines in the namespace, stops at the first that fails. */
    static void batchIn(String namespace, String... lines) {
        execute(List.of("-n", namespace, "-batch", "-"), String.join("\n", lines) + "\n");
    }

    /** Runs the lines in the machine's namespace. */
    static void batch(List<String> lines) {
        execute(List.of("-batch", "-"), String.join("\n", lines) + "\n");
    }

    private static void execute(List<String> arguments, String input) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var toProcess = process.getOutputStream()) {
                toProcess.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new FabricException(String.join(" ", command) + ": " + output.strip()
                        + (input.isEmpty() ? "" : " in: " + input.strip()));
            }
        } catch (IOException e) {
            throw new FabricException("cannot run ip (Debian package iproute2)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FabricException("interrupted: " + String.join(" ", command), e);
        }
    }
}
